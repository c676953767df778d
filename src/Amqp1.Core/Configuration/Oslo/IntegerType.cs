using System.Globalization;

namespace Amqp1.Configuration.Oslo;

internal sealed class IntegerType(int min) : OsloType<int>
{
    public override string Name => "integer";

    public override string Range => string.Create(CultureInfo.InvariantCulture, $"an integer of {min} or more");

    public override bool IsEmptyUnset => true;

    public override bool TryParse(IReadOnlyList<string> values, ICollection<string> warnings, out int result) =>
        int.TryParse(values[^1], NumberStyles.Integer, CultureInfo.InvariantCulture, out result) && result >= min;

    public override string Format(int value) => value.ToString(CultureInfo.InvariantCulture);
}
