using Amqp1.Broker.Codec;
using Amqp1.Broker.Context;
using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes.Management;

/// <summary>Reads entities for code of this process, without a message, over as many turns as that takes.</summary>
/// <param name="type">The type of the entities.</param>
/// <param name="attributes">The names of the attributes to read. Names that the type does not have are left out.</param>
/// <param name="limit">The maximum number of entities.</param>
/// <param name="chores">Counts the steps.</param>
internal sealed class EntityQuery(EntityType type, IReadOnlyList<string> attributes, int limit, Chores chores) : IChore
{
    private const int AttributesPerStep = 4;

    private readonly TaskCompletionSource<IReadOnlyList<IReadOnlyDictionary<string, object?>>> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IReadOnlyDictionary<string, object?>> _rows = [];
    private readonly int[] _indexes = [.. attributes.Select(name => type.Attributes.ToList().IndexOf(name)).Where(index => index >= 0)];
    private IEnumerator<IEntity>? _entities;

    /// <summary>Returns the attributes of each entity: texts, integers and booleans, or null. Does not block; completes on a thread of the pool.</summary>
    public static Task<IReadOnlyList<IReadOnlyDictionary<string, object?>>> RunAsync(EntityType type, IReadOnlyList<string> attributes, int limit, BrokerContext context)
    {
        var query = new EntityQuery(type, attributes, limit, context.Turns.Chores);
        context.Turns.Post(() => context.Turns.Chores.Do(query));
        return query._completion.Task;
    }

    public bool Continue()
    {
        if (_completion.Task.IsCompleted)
        {
            return true;
        }

        try
        {
            if (!ReadWhileTurnAllows())
            {
                return false;
            }

            _completion.TrySetResult(_rows);
        }
#pragma warning disable CA1031 // The caller gets the failure. It must not end the turn.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _completion.TrySetException(exception);
        }

        return true;
    }

    private bool ReadWhileTurnAllows()
    {
        _entities ??= type.Entities().GetEnumerator();
        while (_rows.Count < limit)
        {
            if (!chores.Spend())
            {
                return false;
            }

            if (!_entities.MoveNext())
            {
                break;
            }

            chores.Charge(_indexes.Length / AttributesPerStep);
            _rows.Add(Read(_entities.Current));
        }

        _entities.Dispose();
        return true;
    }

    private Dictionary<string, object?> Read(IEntity entity)
    {
        var row = new Dictionary<string, object?>(_indexes.Length, StringComparer.Ordinal);
        var value = new FrameBuilder();
        foreach (var index in _indexes)
        {
            entity.Write(value.StartValue(), index);
            var read = EncodedValue.Read(value.Value, out _);
            row[type.Attributes[index]] = (object?)read.AsText() ?? read.AsInteger() ?? (object?)read.AsBoolean();
        }

        return row;
    }
}
