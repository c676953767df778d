using System.Runtime.CompilerServices;
using Amqp1.Addressing;
using Amqp1.Bus.Context;
using Amqp1.Bus.Deadlines;
using Amqp1.Bus.Receiving;
using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Json;
using Amqp1.Transport;

namespace Amqp1.Rpc;

/// <summary>Handles requests: each request is read, accepted, dispatched and answered, and its outcome is measured and logged.</summary>
public sealed partial class RpcServer
{
    /// <summary>
    /// How close to the deadline a method that ends with a timeout or a cancellation is treated as timed out. Code that computes its own
    /// timeout from <see cref="RpcContext.Deadline"/> ends slightly before or after the deadline, and its caller started to count earlier
    /// than this server. An error that is sent at that moment could overtake the timeout that the caller is about to report.
    /// </summary>
    private static readonly TimeSpan TimeoutMargin = TimeSpan.FromMilliseconds(50);

    /// <summary>The maximum length of an exception's text in a log message, in characters. The text may quote the request.</summary>
    private const int MaxReasonLength = 1024;

    private async Task HandleAsync(IncomingMessage message)
    {
        var incoming = message.ReadRequest();
        var (request, reply) = (incoming.Request, incoming.Reply);
        Exception? refusal = incoming.Fault;
        if (refusal is not null && reply?.CorrelationId is null)
        {
            Reject(message, refusal);
            return;
        }

        var replyTo = reply is null ? null : Destination.ReplyTo(reply.Address);

        if (!message.Accept())
        {
            // The acceptance was not sent, so the peer may deliver the request again.
            BusLog.NotHandled(_bus.Logger, message.Address);
            message.Dispose();
            return;
        }

        if (!_recent.TryAdd(incoming.UniqueId))
        {
            RpcLog.RequestRepeated(_bus.Logger, message.Address, PeerText.Clean(incoming.UniqueId));
            message.Dispose();
            return;
        }

        var (endpoint, method) = request is null ? default : Find(request, out refusal);
        var measurement = Measurement.OfRequest(expectsReply: replyTo is not null, _bus.Logger, _bus.Instance);
        var trace = message.ReadTrace(_bus.Settings.PropagateBaggage);

        // The span remains the current one until the end, so that the logs and measurements of a request belong to it.
        using var activity = Activities.StartRequest(_bus.Logger, Target.Topic!, request?.Method, method is not null, replyTo is not null, trace);
        long? due = message.TimeToLive is { } ttl ? message.ReceivedAt + (long)(ttl.TotalSeconds * _bus.Time.TimestampFrequency) : null;
        RequestOutcome outcome;
        using (ServedMessage.Begin(replyTo is null ? null : due, activity.Span is null ? trace : null))
        using (CallHeartbeat.Start(_bus, replyTo, reply?.CorrelationId, request?.CallMonitorTimeout))
        using (var cancellation = new RequestCancellation(_bus.Deadlines, due, _handlers.Stopped))
        {
            outcome = refusal is null
                ? await ServeAsync(endpoint!, method!, InvocationOf(request!, message.Address, replyTo is not null, due, cancellation), cancellation).ConfigureAwait(false)
                : Failed(refusal, method: null, expectsReply: replyTo is not null, hasFired: false);
        }

        // The method, which reads its arguments from the message, has ended.
        message.Dispose();
        var late = LatenessOf(outcome, due);
        if (replyTo is not null && late is null)
        {
            _replies.Send(replyTo, reply!.CorrelationId, outcome.Reply!, due);
        }
        else if (replyTo is not null)
        {
            outcome.Reply?.Return();
            outcome = outcome.WithoutReply();
        }

        Report(activity, measurement, method, outcome, expectsReply: replyTo is not null);

        // Logging comes last: a logger that throws must not prevent the reply or the measurement.
        Log(request, message, method, outcome, late);
        if (replyTo is not null && late is { } after && !IsTimeout(outcome.Failure))
        {
            RpcLog.MethodEndedLate(_bus.Logger, PeerText.Clean(request?.Method), after);
        }
    }

    /// <summary>Runs the method. Does not throw; the outcome contains a failure.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RequestOutcome> ServeAsync(
        RpcEndpointDescriptor endpoint, RpcMethodDescriptor method, RpcInvocation invocation, RequestCancellation cancellation)
    {
        try
        {
            await InvokeAsync(endpoint, method, invocation).ConfigureAwait(false);
            return new RequestOutcome(new ResultContent(invocation.Result));
        }
#pragma warning disable CA1031 // Every exception of the method is sent to the caller.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return Failed(FailureMapper.Readable(thrown), method, invocation.Context.ExpectsReply, cancellation.HasFired);
        }
    }

    private RequestOutcome Failed(Exception failure, RpcMethodDescriptor? method, bool expectsReply, bool hasFired)
    {
        var fault = expectsReply && method?.Expects(failure) == true ? null : failure;
        return new RequestOutcome(new FailureContent(FailureMapper.ToFailure(failure, _settings.IncludeTraceback)), failure, fault, hasFired);
    }

    /// <summary>
    /// Returns how long after its deadline a request ended; null when it ended in time. Callers do not wait beyond the deadline.
    /// </summary>
    private TimeSpan? LatenessOf(in RequestOutcome outcome, long? due)
    {
        if (due is not { } stamp)
        {
            return null;
        }

        var left = _bus.Deadlines.Until(stamp);
        return left <= (IsTimeout(outcome.Failure) ? TimeoutMargin : TimeSpan.Zero) ? -left : null;
    }

    private static bool IsTimeout(Exception? failure) => failure is OperationCanceledException or TimeoutException or MessagingTimeoutException;

    private (RpcEndpointDescriptor? Endpoint, RpcMethodDescriptor? Method) Find(RpcRequest request, out Exception? refusal)
    {
        refusal = null;
        try
        {
            return _dispatcher.Find(request);
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
        message.Reject(WireFormatException.Condition, reason.Message);
        Metrics.CountRejected(Target.Topic, _bus.Instance, _bus.Logger);
        RpcLog.MalformedRequest(_bus.Logger, message.Address, reason.Message);
    }

    private void Report(in RunningActivity activity, in Measurement measurement, RpcMethodDescriptor? method, in RequestOutcome outcome, bool expectsReply)
    {
        if (outcome.Fault is { } fault)
        {
            activity.Fail(fault);
        }

        if (expectsReply)
        {
            measurement.EndCall(Target.Topic!, method?.Name, outcome.Fault);
        }
        else
        {
            measurement.EndProcess(Target.Topic!, 1, outcome.Fault);
        }
    }

    /// <summary>
    /// Logs the outcome. Only an error of a method is logged as an error; an error in a request is the caller's
    /// (docs/spec/behaviour.md#servers).
    /// </summary>
    private void Log(RpcRequest? request, IncomingMessage message, RpcMethodDescriptor? method, in RequestOutcome outcome, TimeSpan? late)
    {
        var name = PeerText.Clean(request?.Method);
        switch (outcome.Failure)
        {
            case null:
                break;
            case WireFormatException malformed:
                RpcLog.MalformedRequestAnswered(_bus.Logger, message.Address, malformed.Message);
                break;
            case DispatchException failure when request!.Method.EndsWith("_ignore_errors", StringComparison.Ordinal):
                RpcLog.NotDispatchedAsExpected(_bus.Logger, message.Address, PeerText.Clean(failure.Message, MaxReasonLength));
                break;
            case DispatchException failure:
                RpcLog.NotDispatched(_bus.Logger, message.Address, PeerText.Clean(failure.Message, MaxReasonLength));
                break;
            case RpcArgumentException failure when method?.Expects(failure) != true:
                RpcLog.NotDispatched(_bus.Logger, message.Address, PeerText.Clean(failure.Message, MaxReasonLength));
                break;
            case var failure when late is not null && IsTimeout(failure):
                RpcLog.MethodTimedOut(_bus.Logger, name);
                break;
            case var failure when method?.Expects(failure) == true:
                RpcLog.ExpectedFailure(_bus.Logger, name, failure.GetType().Name, PeerText.Clean(failure.Message, MaxReasonLength));
                break;
            case OperationCanceledException when outcome.HasFired:
                RpcLog.MethodCancelled(_bus.Logger, name);
                break;
            case var failure:
                RpcLog.MethodFailed(_bus.Logger, name, failure);
                break;
        }
    }
}
