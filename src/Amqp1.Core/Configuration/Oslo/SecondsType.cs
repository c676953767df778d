using System.Globalization;

namespace Amqp1.Configuration.Oslo;

/// <summary>A duration: whole seconds in oslo, a <see cref="TimeSpan"/> in this driver.</summary>
internal sealed class SecondsType(int min, int max = SecondsType.LongestDuration) : OsloType<TimeSpan>
{
    /// <summary>The limit of the options validator. oslo has no upper limit.</summary>
    public const int LongestDuration = (24 * 60 * 60) - 1;

    public override string Name => "integer, seconds";

    public override string Range => string.Create(CultureInfo.InvariantCulture, $"an integer from {min} to {max} (seconds)");

    public override bool IsEmptyUnset => true;

    public override bool TryParse(IReadOnlyList<string> values, ICollection<string> warnings, out TimeSpan result)
    {
        var isValid = int.TryParse(values[^1], NumberStyles.Integer, CultureInfo.InvariantCulture, out var seconds) && seconds >= min && seconds <= max;
        result = TimeSpan.FromSeconds(seconds);
        return isValid;
    }

    public override string Format(TimeSpan value) => value.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    public override IEnumerable<KeyValuePair<string, string?>> ToConfiguration(TimeSpan value) =>
        [new("", value.ToString("c", CultureInfo.InvariantCulture))];
}
