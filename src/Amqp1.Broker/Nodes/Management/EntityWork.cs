using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes.Management;

/// <summary>An operation on one entity: finds the entity by its identity or name, and starts the operation.</summary>
internal sealed class EntityWork(EntityType type, OperationCall call, Chores chores) : IRequestWork
{
    private readonly IEnumerator<IEntity> _entities = type.Entities().GetEnumerator();

    public bool Continue()
    {
        while (chores.Spend())
        {
            if (!_entities.MoveNext())
            {
                call.Complete(ManagementResult.NotFound("The type has no entity with this identity or name."));
                return true;
            }

            if (IsWanted(_entities.Current))
            {
                Run(_entities.Current);
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _entities.Dispose();

    /// <summary>Returns whether the entity is the requested one. If the request has both, its identity decides.</summary>
    private bool IsWanted(IEntity entity) =>
        call.Request.Identity is { } identity ? entity.Identity == identity : entity.Name == call.Request.Name;

    private void Run(IEntity entity)
    {
        if (call.Request.Operation == EntityType.Read)
        {
            call.Complete(ManagementResult.Ok(message =>
            {
                message.OpenMap();
                for (var index = 0; index < type.Attributes.Count; index++)
                {
                    entity.Write(message.String(type.Attributes[index]), index);
                }

                message.CloseList();
            }));
        }
        else if (!entity.TryRun(call))
        {
            call.Complete(ManagementResult.NotImplemented("The type has no such operation. GET-OPERATIONS lists the operations of all types."));
        }
    }
}
