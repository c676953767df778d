namespace Amqp1.Broker.Nodes.Management;

/// <summary>A kind of entities that operators see. Used in a turn.</summary>
internal abstract class EntityType(string name)
{
    public const string Create = "CREATE";
    public const string Read = "READ";
    public const string Update = "UPDATE";
    public const string Delete = "DELETE";

    /// <summary>The name of the type, such as <c>org.apache.qpid.dispatch.connection</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The names of the attributes.</summary>
    public abstract IReadOnlyList<string> Attributes { get; }

    /// <summary>The operations, by name, with the application properties that they use.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Operations { get; }

    /// <summary>Creates an entity; null if operators cannot create entities of this type.</summary>
    public virtual Action<OperationCall>? Creation => null;

    /// <summary>Reads the entities. The enumeration may continue in later turns.</summary>
    public abstract IEnumerable<IEntity> Entities();
}
