using Amqp.Types;
using Amqp1.Tests.Harness.Peer.Codec;

namespace Amqp1.Tests.Harness.Peer.Library;

/// <summary>
/// The mapping of a class of AMQPNetLite, which is used as plain data: its properties are read and written, and it encodes nothing.
/// </summary>
/// <remarks>The fields are added in the order of the composite type.</remarks>
internal sealed class LibraryType<T>(CompositeType type) : ILibraryType
    where T : DescribedList, new()
{
    private readonly List<(Func<T, object?> Get, Action<T, object?> Set)> _fields = [];

    public CompositeType Type => type;

    public Type Class => typeof(T);

    public LibraryType<T> With<TValue>(Func<T, TValue> get, Action<T, TValue> set)
    {
        _fields.Add((body => get(body), (body, value) => set(body, (TValue)LibraryValues.FromCodec(value, typeof(TValue))!)));
        return this;
    }

    public Composite ToComposite(DescribedList body) =>
        new(type, [.. _fields.Select((field, i) => body.HasField(i) ? LibraryValues.ToCodec(field.Get((T)body)) : null)]);

    public DescribedList FromComposite(Composite composite)
    {
        var body = new T();
        for (var i = 0; i < _fields.Count; i++)
        {
            if (composite.Values[i] is { } value)
            {
                _fields[i].Set(body, value);
            }
        }

        return body;
    }
}
