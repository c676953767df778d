using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Wire;

namespace Amqp1.Rpc;

/// <summary>Reads the arguments of a request in one pass. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct RpcArgumentReader
{
    private readonly string _method;
    private Utf8JsonReader _json;

    /// <summary>Makes one for a request to the method of that wire name.</summary>
    public RpcArgumentReader(RpcInvocation invocation, string method)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        _method = method;
        _json = new Utf8JsonReader(invocation.Arguments.Span, JsonSlice.ReaderOptions);
        _json.Read();
    }

    /// <summary>Goes to the next argument; false when there is none.</summary>
    public bool Next() => _json.Read() && _json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Whether the argument has that name.</summary>
    public readonly bool IsNamed(ReadOnlySpan<byte> utf8Name) => _json.ValueTextEquals(utf8Name);

    /// <summary>The value of the argument. Throws <see cref="RpcArgumentException"/> when it is not of that type.</summary>
    public T? Read<T>(JsonTypeInfo<T> json, string argument)
    {
        try
        {
            _json.Read();
            return JsonSerializer.Deserialize(ref _json, json);
        }
        catch (JsonException unreadable)
        {
            throw RpcArgumentException.Unreadable(_method, argument, unreadable);
        }
    }

    /// <summary>As <see cref="Read{T}"/>; null is refused, too.</summary>
    public T ReadNotNull<T>(JsonTypeInfo<T> json, string argument) =>
        Read(json, argument) ?? throw RpcArgumentException.Unreadable(_method, argument, new JsonException("None is not allowed."));

    /// <summary>What to throw when the method has no argument of that name.</summary>
    public readonly RpcArgumentException Unexpected() => RpcArgumentException.Unexpected(_method, _json.GetString()!);
}
