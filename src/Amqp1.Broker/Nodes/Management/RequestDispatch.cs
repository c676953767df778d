using Amqp1.Broker.Context;
using Amqp1.Broker.Diagnostics;

namespace Amqp1.Broker.Nodes.Management;

/// <summary>Finds the operation of a request, checks the rights of the requester, and logs every change.</summary>
internal sealed class RequestDispatch(BrokerContext context, EntityCatalogue types)
{
    private readonly LogLimit _forbiddenLog = new(context.Time);

    /// <summary>Starts a request. Returns the rest of the work; null if the request is answered or the operation will answer it.</summary>
    public IRequestWork? Start(PendingRequest pending, Action<ReadOnlyMemory<byte>> send)
    {
        var request = pending.Request;
        var operation = request.Operation ?? "";
        if (operation == "QUERY")
        {
            return StartQuery(request, send);
        }

        if (operation == "GET-MGMT-NODES")
        {
            var address = "amqp:/" + ManagementNode.FullAddressOf(context.ContainerId);
            Reply(ManagementResult.Ok(message => message.Strings([address])));
            return null;
        }

        if (types.Describe(operation, request.EntityType) is { } description)
        {
            Reply(description);
            return null;
        }

        return StartOperation(pending, operation, Reply);

        void Reply(ManagementResult result) => send(ResponseWriter.Write(request, result));
    }

    private QueryWork? StartQuery(ManagementRequest request, Action<ReadOnlyMemory<byte>> send)
    {
        var found = types.Find(request.EntityType);
        var problem =
            found.Count == 0 ? ManagementResult.NotFound("The entity type is unknown. GET-TYPES lists the types.") :
            request.Integer(ManagementRequest.OffsetArgument) < 0 || request.Integer(ManagementRequest.CountArgument) < 0
                ? ManagementResult.BadRequest("Offset and count must not be negative.") : null;
        if (problem is not null)
        {
            Fail(problem);
            return null;
        }

        return new QueryWork(request, found, context.Turns.Chores, send, Fail);

        void Fail(ManagementResult result) => send(ResponseWriter.Write(request, result));
    }

    private EntityWork? StartOperation(PendingRequest pending, string operation, Action<ManagementResult> reply)
    {
        var request = pending.Request;
        if (string.IsNullOrEmpty(operation) || string.IsNullOrEmpty(request.Type))
        {
            reply(ManagementResult.BadRequest("The request must name an operation and a type."));
            return null;
        }

        if (types.Find(request.Type) is not [var type])
        {
            reply(ManagementResult.NotFound("The type is unknown. GET-TYPES lists the types."));
            return null;
        }

        var isChange = operation != EntityType.Read;
        if (isChange && !type.Operations.Any(known => known.Key == operation))
        {
            reply(ManagementResult.NotImplemented("The type has no such operation. GET-OPERATIONS lists the operations of all types."));
            return null;
        }

        if (isChange && !pending.Requester.MayManage)
        {
            reply(Forbid(pending, operation, type));
            return null;
        }

        var call = new OperationCall(request, isChange ? Log(pending, operation, type, reply) : reply);
        if (operation == EntityType.Create)
        {
            type.Creation!(call);
            return null;
        }

        if (request.Identity is null && request.Name is null)
        {
            call.Complete(ManagementResult.BadRequest("The request must name an entity by its identity or its name."));
            return null;
        }

        return new EntityWork(type, call, context.Turns.Chores);
    }

    private ManagementResult Forbid(PendingRequest pending, string operation, EntityType type)
    {
        RouterMetrics.CountFault(context.Log, Codec.ErrorCondition.UnauthorizedAccess);
        if (_forbiddenLog.Count() is { } count)
        {
            context.Log.ManagementForbidden(count, pending.Requester.User, pending.Requester.Peer, operation, type.Name);
        }

        return ManagementResult.Forbidden("The requester may not change the state of the broker.");
    }

    private Action<ManagementResult> Log(PendingRequest pending, string operation, EntityType type, Action<ManagementResult> reply) => result =>
    {
        var entity = pending.Request.Identity ?? pending.Request.Name ?? "";
        context.Log.Managed(pending.Requester.User, pending.Requester.Peer, operation, type.Name, entity, result.Status);
        reply(result);
    };
}
