using System.Globalization;

namespace Amqp1.Configuration.Oslo;

/// <summary>A duration: seconds with decimals in oslo, a <see cref="TimeSpan"/> in this driver.</summary>
internal sealed class FractionalSecondsType : OsloType<TimeSpan>
{
    public override string Name => "decimal, seconds";

    public override string Range => string.Create(CultureInfo.InvariantCulture, $"a number from 0 to {SecondsType.LongestDuration} (seconds)");

    public override bool IsEmptyUnset => true;

    public override bool TryParse(IReadOnlyList<string> values, ICollection<string> warnings, out TimeSpan result)
    {
        var isValid = double.TryParse(values[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0 && seconds <= SecondsType.LongestDuration;
        result = isValid ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
        return isValid;
    }

    public override string Format(TimeSpan value) => value.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    public override IEnumerable<KeyValuePair<string, string?>> ToConfiguration(TimeSpan value) =>
        [new("", value.ToString("c", CultureInfo.InvariantCulture))];
}
