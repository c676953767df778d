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
    private readonly ReadOnlySpan<byte> _arguments;
    private Utf8JsonReader _json;

    /// <summary>Makes one for a request.</summary>
    /// <param name="invocation">The request.</param>
    /// <param name="method">What errors call the method: class and wire name, such as <c>Compute.show</c>.</param>
    public RpcArgumentReader(RpcInvocation invocation, string method)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        _method = method;
        _arguments = invocation.Arguments.Span;
        _json = new Utf8JsonReader(_arguments, JsonSlice.ReaderOptions);
        _json.Read();
    }

    /// <summary>Goes to the next argument; false when there is none.</summary>
    public bool Next() => _json.Read() && _json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Whether the argument has that name.</summary>
    public readonly bool IsNamed(ReadOnlySpan<byte> utf8Name) => _json.ValueTextEquals(utf8Name);

    /// <summary>The value of the argument. Throws <see cref="RpcArgumentException"/> when it is not of that type.</summary>
    public T? Read<T>(JsonTypeInfo<T> json, string argument)
    {
        ArgumentNullException.ThrowIfNull(json);
        _json.Read();
        var start = (int)_json.TokenStartIndex;
        try
        {
            return JsonSerializer.Deserialize(ref _json, json);
        }
        catch (Exception unreadable) when (unreadable is JsonException || (unreadable is NotSupportedException && json.PolymorphismOptions is not null))
        {
            var again = new Utf8JsonReader(_arguments[start..], JsonSlice.ReaderOptions);
            throw RpcArgumentException.Unreadable(
                _method, argument, JsonMismatch.Describe(JsonElement.ParseValue(ref again), json, unreadable), unreadable);
        }
    }

    /// <summary>As <see cref="Read{T}"/>; null is refused, too.</summary>
    public T ReadNotNull<T>(JsonTypeInfo<T> json, string argument) =>
        Read(json, argument) ?? throw RpcArgumentException.Unreadable(_method, argument, JsonMismatch.None(json), cause: null);

    /// <summary>What to throw when arguments are missing.</summary>
    /// <param name="arguments">The names of all that are required, null in place of one that was given.</param>
    public readonly RpcArgumentException Missing(ReadOnlySpan<string?> arguments)
    {
        var missing = new List<string>(arguments.Length);
        foreach (var argument in arguments)
        {
            if (argument is not null)
            {
                missing.Add(argument);
            }
        }

        return RpcArgumentException.Missing(_method, missing);
    }

    /// <summary>What to throw when the method has no argument of that name.</summary>
    public readonly RpcArgumentException Unexpected() => RpcArgumentException.Unexpected(_method, _json.GetString()!);
}
