using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Nodes.Management;

/// <summary>A kind of entities, each of which is shown by an object of one class. The attributes type, identity and name come first.</summary>
internal sealed class EntityType<T> : EntityType
{
    private const int OwnAttributes = 3;
    private static readonly string[] Standard = ["type", "identity", "name"];
    private static readonly IReadOnlyList<string> Keys = [ManagementRequest.IdentityArgument, ManagementRequest.NameArgument];

    private readonly Func<IEnumerable<T>> _entities;
    private readonly Func<T, string> _identity;
    private readonly Func<T, string> _name;
    private readonly EntityAttribute<T>[] _attributes;
    private readonly EntityOperation<T>[] _operations;

    /// <param name="type">The name of the type.</param>
    /// <param name="entities">Reads the entities.</param>
    /// <param name="identity">Returns the identity of an entity, which never changes.</param>
    /// <param name="name">Returns the name of an entity.</param>
    /// <param name="attributes">The further attributes.</param>
    /// <param name="operations">The operations other than READ and CREATE.</param>
    /// <param name="creation">Creates an entity; null if operators cannot do that.</param>
    public EntityType(
        string type,
        Func<IEnumerable<T>> entities,
        Func<T, string> identity,
        Func<T, string> name,
        EntityAttribute<T>[] attributes,
        EntityOperation<T>[]? operations = null,
        Action<OperationCall>? creation = null)
        : base(type)
    {
        _entities = entities;
        _identity = identity;
        _name = name;
        _attributes = attributes;
        _operations = operations ?? [];
        Creation = creation;
        Attributes = [.. Standard, .. attributes.Select(attribute => attribute.Name)];
        var named = new List<KeyValuePair<string, IReadOnlyList<string>>> { new(Read, Keys) };
        if (creation is not null)
        {
            named.Add(new(Create, [ManagementRequest.NameArgument]));
        }

        named.AddRange(_operations.Select(operation => new KeyValuePair<string, IReadOnlyList<string>>(operation.Name, [.. Keys, .. operation.Arguments])));
        Operations = named;
    }

    public override IReadOnlyList<string> Attributes { get; }

    public override IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Operations { get; }

    public override Action<OperationCall>? Creation { get; }

    public override IEnumerable<IEntity> Entities() => _entities().Select(entity => new Entity(this, entity));

    private sealed class Entity(EntityType<T> type, T shown) : IEntity
    {
        public string Identity => type._identity(shown);

        public string Name => type._name(shown);

        public void Write(FrameBuilder message, int attribute)
        {
            switch (attribute)
            {
                case 0:
                    message.String(type.Name);
                    break;
                case 1:
                    message.String(Identity);
                    break;
                case 2:
                    message.String(Name);
                    break;
                default:
                    type._attributes[attribute - OwnAttributes].Write(message, shown);
                    break;
            }
        }

        public bool TryRun(OperationCall call)
        {
            if (Array.Find(type._operations, operation => operation.Name == call.Request.Operation) is not { } operation)
            {
                return false;
            }

            operation.Run(shown, call);
            return true;
        }
    }
}
