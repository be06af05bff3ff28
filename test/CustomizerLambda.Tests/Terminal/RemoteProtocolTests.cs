using System.Text;
using System.Text.Json.Nodes;
using CustomizerLambda.Terminal.CodeEditor;

namespace CustomizerLambda.Tests.Terminal;

/// <summary>Bytes as they went between a browser and VS Code's own server.</summary>
public sealed class RemoteProtocolTests
{
    private const string Context = """{"remoteAuthority":"remote","clientId":"renderer"}""";

    [Fact]
    public void What_we_write_is_what_a_browser_writes()
    {
        Assert.Equal(Bytes("01 00000001 00000000 00000034 05 32" + Hex(Context)), Frame(1, 0, new IpcWriter().Object(JsonNode.Parse(Context)!.AsObject())));
        Assert.Equal(Bytes("01 00000002 00000000 00000006 04 01 06 c8 01 00"), Frame(2, 0, new IpcWriter().Array(1).Int(200).Undefined()));
        Assert.Equal(
            Bytes("01 00000003 00000001 0000002c 04 04 06 66 06 00 01 0e" + Hex("remoteterminal") + " 01 13" + Hex("$onProcessDataEvent") + " 00"),
            Frame(3, 1, new IpcWriter().Array(4).Int(102).Int(0).String("remoteterminal").String("$onProcessDataEvent").Undefined()));
        Assert.Equal(
            Bytes("01 00000004 00000001 00000023 04 04 06 64 06 ac 02 01 0e" + Hex("remoteterminal") + " 01 06" + Hex("$start") + " 04 01 06 01"),
            Frame(4, 1, new IpcWriter().Array(4).Int(100).Int(300).String("remoteterminal").String("$start").Array(1).Int(1)));
        Assert.Equal(Bytes("03 00000000 00000007 00000000"), Frame(FrameType.Ack, 0, 7, default));
        Assert.Equal(Bytes("05 00000000 00000000 00000000"), Frame(FrameType.Disconnect, 0, 0, default));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(300)]
    [InlineData(int.MaxValue)]
    public void A_number_is_read_as_it_was_written(int number)
    {
        var bytes = new IpcWriter().Int(number).Written;
        Assert.Equal(new IpcValue(IpcType.Int, default, number), IpcValue.Take(ref bytes));
        Assert.Equal(0, bytes.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("04 02 06")]
    [InlineData("04 02 06 cc 01 06 01")]
    [InlineData("04 02 06 cc 01 06 01 05 03 7b")]
    [InlineData("04 02 06 cc 01 06 01 05 01 7b")]
    [InlineData("04 02 06 cc 01 06 01 09")]
    [InlineData("04 02 06 cc 01 06 ff ff ff ff ff")]
    [InlineData("06 01")]
    [InlineData("04 03 06 01 06 01 06 01 00")]
    public void A_message_that_is_cut_off_or_none_is_refused(string hex) =>
        Assert.Throws<FormatException>(() => IpcMessage.Parse(Bytes(hex)).ReadBody());

    [Fact]
    public void A_frame_is_taken_only_when_it_is_there_whole()
    {
        var frame = new ProtocolFrame(FrameType.Regular, 5, 2, "hello"u8.ToArray()).ToArray();
        for (var length = 0; length < frame.Length; length++)
        {
            ReadOnlyMemory<byte> part = frame.AsMemory(0, length);
            Assert.False(ProtocolFrame.TryTake(ref part, 100, out _));
            Assert.Equal(length, part.Length);
        }

        ReadOnlyMemory<byte> whole = (byte[])[.. frame, 1];
        Assert.True(ProtocolFrame.TryTake(ref whole, 100, out var taken));
        Assert.Equal((FrameType.Regular, 5u, 2u, "hello", 1), (taken.Type, taken.Id, taken.Ack, Encoding.UTF8.GetString(taken.Data.Span), whole.Length));
    }

    [Fact]
    public void What_announces_more_than_fits_is_no_frame()
    {
        ReadOnlyMemory<byte> page = "HTTP/1.1 200 OK\r\n"u8.ToArray();
        Assert.Throws<TerminalLostException>(() => ProtocolFrame.TryTake(ref page, 1000, out _));
    }

    private static byte[] Frame(uint id, uint ack, IpcWriter message) => Frame(FrameType.Regular, id, ack, message.Written);

    private static byte[] Frame(FrameType type, uint id, uint ack, ReadOnlyMemory<byte> data) => new ProtocolFrame(type, id, ack, data).ToArray();

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static string Hex(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));
}
