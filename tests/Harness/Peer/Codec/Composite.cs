namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>A value of a composite type, with one item for each field of the type.</summary>
internal sealed record Composite(CompositeType Type, IReadOnlyList<object?> Values)
{
    /// <summary>Returns the value of a field; null if the field has no value.</summary>
    public object? this[string field] => Values[Type.IndexOf(field)];

    /// <summary>Returns the described list. It ends with the last field that has a value.</summary>
    public Described ToDescribed()
    {
        var count = Values.Count;
        while (count > 0 && Values[count - 1] is null)
        {
            count--;
        }

        return new Described(Type.Code, new ListValue([.. Values.Take(count).Select(static value => value is Composite composite ? composite.ToDescribed() : value)]));
    }
}
