using System.Globalization;

namespace Bench.Measuring;

/// <summary>What a value is in.</summary>
internal enum Unit
{
    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Megabytes of 2^20 bytes.</summary>
    Megabytes,

    /// <summary>Megabytes in a second.</summary>
    MegabytesPerSecond,

    /// <summary>Times as much.</summary>
    Times,

    /// <summary>A plain number.</summary>
    Count,

    /// <summary>A gigabyte of memory for a second, which is what Lambda is paid for.</summary>
    GigabyteSeconds,
}

/// <summary>Writes values.</summary>
internal static class Units
{
    public static string Format(this Unit unit, double value) => $"{Number(value)}{Symbol(unit)}";

    private static string Symbol(Unit unit) => unit switch
    {
        Unit.Milliseconds => " ms",
        Unit.Seconds => " s",
        Unit.Megabytes => " MB",
        Unit.MegabytesPerSecond => " MB/s",
        Unit.Times => " ×",
        Unit.GigabyteSeconds => " GB·s",
        _ => "",
    };

    /// <summary>Three digits that count, and no more behind the point than that takes.</summary>
    private static string Number(double value)
    {
        var digits = value == Math.Round(value) ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 2);
        return value.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
