using System.Text.Json;

namespace Amqp1.Rpc;

/// <summary>An exception type that the services on both sides know. It is sent under its full name (docs/spec/messages.md#exceptions).</summary>
internal abstract class SharedException
{
    protected SharedException(Type type)
    {
        if (type.IsGenericType || type.FullName is not { } name)
        {
            throw new ArgumentException($"{type} cannot be shared, because a generic type has no name that both sides could use.", nameof(type));
        }

        Type = type;
        Module = type.Namespace;
        Class = Module is { Length: > 0 } ns ? name[(ns.Length + 1)..] : name;
    }

    /// <summary>The type of the exception.</summary>
    public Type Type { get; }

    /// <summary>The namespace of the type.</summary>
    public string? Module { get; }

    /// <summary>The name of the type after its namespace.</summary>
    public string Class { get; }

    /// <summary>Returns the data of the exception as a JSON object; empty if the type has none. Throws what the application's code throws.</summary>
    public abstract ReadOnlyMemory<byte> Write(Exception exception, JsonSerializerOptions json);

    /// <summary>Creates the exception from the one that was received. Throws what the application's code throws.</summary>
    public abstract Exception Create(RemoteErrorException error, JsonSerializerOptions json);
}
