using System.Runtime.CompilerServices;
using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Context;
using Amqp1.Bus.Receiving;
using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Json;

namespace Amqp1.Rpc;

/// <summary>
/// Handles the requests of a server: each request is read, accepted, dispatched and answered, and its outcome is reported. Thread-safe.
/// </summary>
/// <param name="bus">The bus on which the requests arrive.</param>
/// <param name="topic">The topic of the server.</param>
/// <param name="dispatcher">Finds the method of a request.</param>
/// <param name="methods">Calls the methods.</param>
/// <param name="replies">Sends the replies.</param>
/// <param name="failures">Converts exceptions to failure replies.</param>
/// <param name="calls">The calls that can be cancelled.</param>
/// <param name="statistics">Counts the requests; null if nobody asks for statistics.</param>
internal sealed class RequestHandler(
    MessageBus bus,
    string topic,
    RpcDispatcher dispatcher,
    MethodCaller methods,
    ReplySender replies,
    Func<Exception, RemoteFailure> failures,
    RunningCalls calls,
    ServerStatistics? statistics = null)
{
    private readonly RequestReport _report = new(bus.Logger, topic);
    private readonly RecentRequests _recent = new();

    /// <summary>Handles one request and settles its message.</summary>
    public async Task HandleAsync(IncomingMessage message)
    {
        var incoming = message.ReadRequest();
        var (request, reply) = (incoming.Request, incoming.Reply);
        Exception? refusal = incoming.Fault;
        if (refusal is not null && reply?.CorrelationId is null)
        {
            Reject(message, refusal);
            return;
        }

        var replyTo = reply is null ? null : incoming.AcceptedParts is not null ? Destination.StreamTo(reply.Address) : Destination.ReplyTo(reply.Address);

        if (!message.Accept())
        {
            // The acceptance was not sent, so the peer may deliver the request again.
            BusLog.NotHandled(bus.Logger, message.Address);
            message.Dispose();
            return;
        }

        if (!_recent.TryAdd(incoming.UniqueId))
        {
            RpcLog.RequestRepeated(bus.Logger, message.Address, PeerText.Clean(incoming.UniqueId));
            message.Dispose();
            return;
        }

        if (calls.IsCancelled(reply?.CorrelationId))
        {
            RpcLog.CancelledBeforeBegin(bus.Logger, message.Address);
            message.Dispose();
            return;
        }

        var (endpoint, method) = request is null ? default : Find(request, out refusal);
        var began = statistics?.Begin() ?? 0;
        var measurement = Measurement.OfRequest(expectsReply: replyTo is not null, bus.Logger, bus.Instance);
        var trace = message.ReadTrace(bus.Settings.PropagateBaggage);

        // The span remains the current one until the end, so that the logs and measurements of a request belong to it.
        using var activity = Activities.StartRequest(bus.Logger, topic, request?.Method, method is not null, replyTo is not null, trace);
        long? due = incoming.TimeToLive is { } ttl ? message.ReceivedAt + (long)(ttl.TotalSeconds * bus.Time.TimestampFrequency) : null;
        RequestOutcome outcome;
        bool isAbandoned;
        using (ServedMessage.Begin(replyTo is null ? null : due, activity.Span is null ? trace : null))
        using (CallHeartbeat.Start(bus, replyTo, reply?.CorrelationId, request?.CallMonitorTimeout))
        using (var cancellation = CancellationOf(reply?.CorrelationId, due, replyTo, incoming.AcceptedParts))
        {
            outcome = refusal is null
                ? await ServeAsync(endpoint!, method!, methods.InvocationOf(request!, message.Address, replyTo is not null, due, cancellation), cancellation).ConfigureAwait(false)
                : Failed(refusal, method: null, expectsReply: replyTo is not null, hasFired: false);
            isAbandoned = cancellation.IsAbandoned;
        }

        // The method, which reads its arguments from the message, has ended.
        message.Dispose();
        var late = RequestLateness.Of(bus.Deadlines, outcome, due);
        if (isAbandoned)
        {
            outcome.Reply?.Return();
            outcome = outcome.Abandoned();
            if (replyTo is { IsStream: true })
            {
                bus.Callers.Release(replyTo);
            }
        }
        else if (replyTo is not null && late is null)
        {
            replies.Send(replyTo, reply!.CorrelationId, outcome.Reply!, due);
        }
        else if (replyTo is not null)
        {
            outcome.Reply?.Return();
            outcome = outcome.WithoutReply();
        }

        statistics?.Add(method, began, outcome.Fault is not null);
        _report.Measure(activity, measurement, method, outcome, expectsReply: replyTo is not null);

        // Logging comes last: a logger that throws must not prevent the reply or the measurement.
        if (isAbandoned)
        {
            RpcLog.CancelledByCaller(bus.Logger, PeerText.Clean(request?.Method));
        }

        if (!isAbandoned || outcome.Failure is not (null or OperationCanceledException))
        {
            _report.Log(request, message, method, outcome, expectsReply: replyTo is not null, late);
        }
    }

    private RequestCancellation CancellationOf(object? callId, long? due, Destination? replyTo, PartAcceptance? parts) => replyTo is not null && parts is { } accepted
        ? new StreamCancellation(bus, calls, callId, due, replyTo, accepted)
        : new RequestCancellation(calls, callId, due, replyTo);

    /// <summary>Runs the method. Does not throw; the outcome contains a failure.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RequestOutcome> ServeAsync(
        RpcEndpointDescriptor endpoint, RpcMethodDescriptor method, RpcInvocation invocation, RequestCancellation cancellation)
    {
        try
        {
            await methods.CallAsync(endpoint, method, invocation).ConfigureAwait(false);
            return new RequestOutcome(
                cancellation.Stream?.End is { } end ? new PartContent(invocation.Result, end) : new ResultContent(invocation.Result));
        }
#pragma warning disable CA1031 // Every exception of the method is sent to the caller.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return Failed(FailureMapper.Readable(thrown), method, invocation.Context.ExpectsReply, cancellation.HasFired, cancellation.Stream?.End);
        }
    }

    private RequestOutcome Failed(Exception failure, RpcMethodDescriptor? method, bool expectsReply, bool hasFired, ReplyPart? part = null)
    {
        var fault = expectsReply && method?.Expects(failure) == true ? null : failure;
        return new RequestOutcome(new FailureContent(failures(failure)) { Part = part }, failure, fault, hasFired);
    }

    private (RpcEndpointDescriptor? Endpoint, RpcMethodDescriptor? Method) Find(RpcRequest request, out Exception? refusal)
    {
        refusal = null;
        try
        {
            return dispatcher.Find(request);
        }
        catch (DispatchException notFound)
        {
            refusal = notFound;
            return default;
        }
    }

    /// <summary>Rejects a message that cannot be read and cannot be answered, so that its sender is informed.</summary>
    private void Reject(IncomingMessage message, Exception reason)
    {
        Metrics.CountRejected(topic, bus.Instance, bus.Logger);
        RpcLog.MalformedRequest(bus.Logger, message.Address, reason.Message);
        message.Reject(WireFormatException.Condition, reason.Message);
    }
}
