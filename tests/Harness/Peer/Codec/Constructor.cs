namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>The constructor of a value: its format code, and its descriptors from the outermost to the innermost.</summary>
internal sealed record Constructor(byte Code, IReadOnlyList<object?> Descriptors)
{
    /// <summary>Returns the value with the descriptors of this constructor.</summary>
    public object? Describe(object? value)
    {
        for (var i = Descriptors.Count - 1; i >= 0; i--)
        {
            value = new Described(Descriptors[i], value);
        }

        return value;
    }
}
