using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Nodes.Management;

/// <summary>The types of entities that operators see, and their description. Immutable.</summary>
internal sealed class EntityCatalogue(IEnumerable<EntityType> types)
{
    private readonly EntityType[] _types = [.. types];

    /// <summary>Returns the type with this name, or all types if there is no name. Empty if the type is unknown.</summary>
    public IReadOnlyList<EntityType> Find(string? name) =>
        string.IsNullOrEmpty(name) ? _types : Array.FindAll(_types, type => type.Name == name);

    /// <summary>Describes the types for an operation of the management node, such as GET-TYPES; null if there is no such operation.</summary>
    public ManagementResult? Describe(string operation, string? typeName)
    {
        Action<FrameBuilder, EntityType>? write = operation switch
        {
            "GET-TYPES" or "GET-ANNOTATIONS" => static (message, _) => message.Strings([]),
            "GET-ATTRIBUTES" => static (message, type) => message.Strings(type.Attributes),
            "GET-OPERATIONS" => static (message, type) => WriteOperations(message, type),
            _ => null,
        };
        return write is null ? null : ManagementResult.Ok(message =>
        {
            message.OpenMap();
            foreach (var type in Find(typeName))
            {
                write(message.String(type.Name), type);
            }

            message.CloseList();
        });
    }

    private static void WriteOperations(FrameBuilder message, EntityType type)
    {
        message.OpenMap();
        foreach (var (name, arguments) in type.Operations)
        {
            message.String(name).Strings(arguments);
        }

        message.CloseList();
    }
}
