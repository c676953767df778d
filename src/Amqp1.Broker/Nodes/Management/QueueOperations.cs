using Amqp1.Broker.Codec;
using Amqp1.Broker.Nodes.Queues;

namespace Amqp1.Broker.Nodes.Management;

/// <summary>The operations of operators on queues.</summary>
internal sealed class QueueOperations(IManagedQueues queues)
{
    /// <summary>The argument of MOVE that names the other queue.</summary>
    public const string Target = "target";

    private const int MostPeeked = 100;
    private const int MostPeekedBytes = 4 * 1024 * 1024;
    private static readonly ManagementResult Gone = ManagementResult.NotFound("The queue does not exist.");

    public void Create(OperationCall call)
    {
        if (string.IsNullOrEmpty(call.Request.Name))
        {
            call.Complete(ManagementResult.BadRequest("The name must be the address of the queue."));
        }
        else if (queues.Find(call.Request.Name) is { } existing && existing.Read().IsPermanent)
        {
            call.Complete(ManagementResult.Conflict("The queue already exists."));
        }
        else if (queues.Create(call.Request.Name, out var refusal) is { } queue)
        {
            call.Complete(ManagementResult.Created(message => message.OpenMap()
                .String(ManagementRequest.IdentityArgument).String(queue.Name)
                .String(ManagementRequest.NameArgument).String(queue.Name)
                .CloseList()));
        }
        else
        {
            call.Complete(ManagementResult.Conflict(refusal!));
        }
    }

    public void Delete(string name, OperationCall call) =>
        call.Complete(queues.Delete(name) ? ManagementResult.NoContent : Gone);

    public void Purge(string name, OperationCall call)
    {
        if (queues.Find(name) is { } queue)
        {
            queue.Purge(count => call.Complete(Counted(count)));
        }
        else
        {
            call.Complete(Gone);
        }
    }

    public void Move(string name, OperationCall call)
    {
        var most = call.Request.Integer(ManagementRequest.CountArgument) ?? long.MaxValue;
        if (call.Request.Text(Target) is not { } target || target == name || most < 0)
        {
            call.Complete(ManagementResult.BadRequest("The argument target must name another queue, and count must not be negative."));
        }
        else if (queues.Find(name) is not { } from || queues.Find(target) is not { } to)
        {
            call.Complete(ManagementResult.NotFound("The target is not an existing queue."));
        }
        else
        {
            from.MoveTo(to, most, count => call.Complete(Counted(count)));
        }
    }

    public void Peek(string name, OperationCall call)
    {
        var from = call.Request.Integer(ManagementRequest.OffsetArgument) ?? 0;
        var most = call.Request.Integer(ManagementRequest.CountArgument) ?? MostPeeked;
        if (most is < 1 or > MostPeeked)
        {
            call.Complete(ManagementResult.BadRequest($"Count must be between 1 and {MostPeeked}."));
        }
        else if (queues.Find(name) is { } queue)
        {
            var peeked = queue.Peek(from, (int)most);
            call.Complete(ManagementResult.Ok(message => Write(message, peeked)));
        }
        else
        {
            call.Complete(Gone);
        }
    }

    private static ManagementResult Counted(long count) =>
        ManagementResult.Ok(message => message.OpenMap().String(ManagementRequest.CountArgument).Long(count).CloseList());

    /// <summary>Writes messages until the response is large enough. The first message is always written, whatever its size.</summary>
    private static void Write(FrameBuilder message, IReadOnlyList<PeekedMessage> peeked)
    {
        message.OpenList();
        foreach (var (sequence, payload, age, deliveryCount) in peeked)
        {
            if (message.Value.Length > MostPeekedBytes)
            {
                break;
            }

            message.OpenMap()
                .String("sequence").Long(sequence)
                .String("ageMilliseconds").Long((long)age.TotalMilliseconds)
                .String("deliveryCount").UInt(deliveryCount)
                .String("message").Binary(payload.Span)
                .CloseList();
        }

        message.CloseList();
    }
}
