using System.Text;

namespace CustomizerLambda.Tests.Run;

/// <summary>What commands may print, by a seed.</summary>
internal static class RandomOutput
{
    private static readonly byte[][] Atoms =
    [
        .. ((string[])["a", "word ", "\n", "\n", "\r\n", "\r", "\t", "\0", "\u001b", "\u001b[", "\u001b[31m", "\u001b]0;t", "\u0007", "\u001b\\", "\u001b(B", "\u001b(", "\u001bP",
            "é", "☃", "😀", "\u0085", "\u001e", "\u007f", "100%", "K"]).Select(Encoding.UTF8.GetBytes),
        [0xff], [0x80], [0xe2, 0x98], [0xf0, 0x9f], [0xc0],
    ];

    /// <summary>Control characters, escape sequences whole and broken, UTF-8 whole and broken.</summary>
    public static byte[] Nasty(Random random, int atoms) => [.. Enumerable.Range(0, random.Next(atoms)).SelectMany(_ => Atoms[random.Next(Atoms.Length)])];

    /// <summary>Printable ASCII.</summary>
    public static byte[] Plain(Random random, int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) bytes[i] = (byte)random.Next(' ', '~' + 1);
        return bytes;
    }
}
