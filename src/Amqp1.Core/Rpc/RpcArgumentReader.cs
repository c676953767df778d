using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Json;

namespace Amqp1.Rpc;

/// <summary>Reads the arguments of a request in one pass. Used by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct RpcArgumentReader
{
    private readonly string _method;
    private readonly ReadOnlySpan<byte> _arguments;
    private Utf8JsonReader _json;

    /// <summary>Initializes a reader for a request.</summary>
    /// <param name="invocation">The request.</param>
    /// <param name="method">The name of the method in error messages: its class and wire name, such as <c>Compute.show</c>.</param>
    public RpcArgumentReader(RpcInvocation invocation, string method)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        _method = method;
        _arguments = invocation.Arguments.Span;
        _json = new Utf8JsonReader(_arguments, JsonSlice.ReaderOptions);
        _json.Read();
    }

    /// <summary>Advances to the next argument. Returns false when there is none.</summary>
    public bool Next() => _json.Read() && _json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Returns whether the current argument has the given name.</summary>
    public readonly bool IsNamed(ReadOnlySpan<byte> utf8Name) => _json.ValueTextEquals(utf8Name);

    /// <summary>Reads the value of the current argument.</summary>
    /// <exception cref="RpcArgumentException">The value cannot be read as that type.</exception>
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

    /// <summary>Reads the value of the current argument like <see cref="Read{T}"/>, but refuses null as well.</summary>
    public T ReadNotNull<T>(JsonTypeInfo<T> json, string argument) =>
        Read(json, argument) ?? throw RpcArgumentException.Unreadable(_method, argument, JsonMismatch.None(json), cause: null);

    /// <summary>Returns the exception to throw when arguments are missing.</summary>
    /// <param name="arguments">The names of all required arguments, with null in place of each argument that was given.</param>
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

    /// <summary>Returns the exception to throw when the method does not have the current argument.</summary>
    public readonly RpcArgumentException Unexpected() => RpcArgumentException.Unexpected(_method, _json.GetString()!);
}
