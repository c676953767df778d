using System.Runtime.CompilerServices;
using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Diagnostics;
using Amqp1.Wire;

namespace Amqp1.Rpc;

/// <summary>The way of one request: it is read, accepted, dispatched and answered, and its outcome is measured and logged.</summary>
public sealed partial class RpcServer
{
    private async Task HandleAsync(IncomingMessage message)
    {
        if (Read(message) is not { } request)
        {
            return;
        }

        message.Accept();
        var replyTo = string.IsNullOrEmpty(message.ReplyTo) ? null : Destination.ReplyTo(message.ReplyTo);
        var measurement = Measurement.OfRequest(expectsReply: replyTo is not null, _bus.Logger);
        long? due = message.TimeToLive is { } ttl ? message.ReceivedAt + (long)(ttl.TotalSeconds * _bus.Time.TimestampFrequency) : null;
        RequestOutcome outcome;
        using (CallHeartbeat.Start(_bus, replyTo, message.MessageId, request.CallMonitorTimeout))
        using (var cancellation = new RequestCancellation(_bus.Deadlines, due, _stopped.Token))
        {
            outcome = await ServeAsync(request, message, replyTo is not null, due, cancellation).ConfigureAwait(false);
        }

        // The arguments were read from it, and the method is over.
        message.Dispose();
        if (replyTo is not null)
        {
            _replies.Send(replyTo, message.MessageId, outcome.Reply);
            measurement.EndCall(Target.Topic!, outcome.Method?.Name, outcome.Fault);
        }
        else
        {
            measurement.EndProcess(Target.Topic!, 1, outcome.Fault);
        }

        // Last: a logger that throws must not keep the reply from the caller, nor the measurement from its meter.
        Log(request, message, outcome);
    }

    /// <summary>Runs the method. Does not throw: what goes wrong is in the outcome.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RequestOutcome> ServeAsync(
        RpcRequest request, IncomingMessage message, bool expectsReply, long? due, RequestCancellation cancellation)
    {
        RpcMethodDescriptor? method = null;
        RunningActivity activity = default;
        try
        {
            (var endpoint, method) = Find(request, message, expectsReply, out activity);
            CallDeadline.Current = expectsReply ? due : null;
            var invocation = InvocationOf(request, message.Address, expectsReply, due, cancellation);
            await InvokeAsync(endpoint, method, invocation).ConfigureAwait(false);
            return new RequestOutcome(invocation.Reply, method);
        }
#pragma warning disable CA1031 // Every accepted call gets a reply: whatever the method throws goes to the caller.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            var failure = FailureMapper.Readable(thrown);
            var fault = expectsReply && method?.Expects(failure) == true ? null : failure;
            if (fault is not null)
            {
                activity.Fail(fault);
            }

            var reply = ReplyWriter.WriteFailure(FailureMapper.ToFailure(failure, _settings.IncludeTraceback));
            return new RequestOutcome(reply, method, failure, fault, cancellation.HasFired);
        }
        finally
        {
            activity.Dispose();
        }
    }

    private (RpcEndpointDescriptor Endpoint, RpcMethodDescriptor Method) Find(
        RpcRequest request, IncomingMessage message, bool expectsReply, out RunningActivity activity)
    {
        var parent = Activities.AreOn ? message.Trace : null;
        try
        {
            var found = _dispatcher.Find(request);
            activity = Activities.StartRequest(_bus.Logger, Target.Topic!, request.Method, isKnown: true, expectsReply, parent);
            return found;
        }
        catch (DispatchException)
        {
            activity = Activities.StartRequest(_bus.Logger, Target.Topic!, request.Method, isKnown: false, expectsReply, parent);
            throw;
        }
    }

    /// <summary>The request, or null when it cannot be read: then it is rejected, which its sender gets to know.</summary>
    private RpcRequest? Read(IncomingMessage message)
    {
        try
        {
            return RpcRequestReader.Read(message.ReadBody() ?? throw new WireFormatException("The message has no body."));
        }
        catch (WireFormatException malformed)
        {
            message.Reject("amqp:decode-error", malformed.Message);
            Metrics.CountRejected(Target.Topic, _bus.Logger);
            RpcLog.MalformedRequest(_bus.Logger, message.Address, malformed.Message);
            return null;
        }
    }

    /// <summary>Only what is wrong with a method is an error; what is wrong with a request is its caller's business (specification F.3).</summary>
    private void Log(RpcRequest request, IncomingMessage message, in RequestOutcome outcome)
    {
        var (method, hasFired) = (outcome.Method, outcome.HasFired);
        switch (outcome.Failure)
        {
            case null:
                break;
            case DispatchException failure when request.Method.EndsWith("_ignore_errors", StringComparison.Ordinal):
                RpcLog.NotDispatchedAsExpected(_bus.Logger, message.Address, failure.Message);
                break;
            case (DispatchException or RpcArgumentException) and var failure:
                RpcLog.NotDispatched(_bus.Logger, message.Address, failure.Message);
                break;
            case var failure when method?.Expects(failure) == true:
                RpcLog.ExpectedFailure(_bus.Logger, request.Method, failure.GetType().Name, failure.Message);
                break;
            case OperationCanceledException when hasFired:
                RpcLog.MethodCancelled(_bus.Logger, request.Method);
                break;
            case var failure:
                RpcLog.MethodFailed(_bus.Logger, request.Method, failure);
                break;
        }
    }
}
