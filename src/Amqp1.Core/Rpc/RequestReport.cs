using Amqp1.Bus.Receiving;
using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Json;
using Microsoft.Extensions.Logging;

namespace Amqp1.Rpc;

/// <summary>Reports the outcomes of requests in spans, metrics and the log. Thread-safe.</summary>
internal sealed class RequestReport(ILogger logger, string topic)
{
    /// <summary>The maximum length of an exception's text in a log message, in characters. The text may quote the request.</summary>
    private const int MaxReasonLength = 1024;

    /// <summary>Records the outcome in the span and the measurement of the request.</summary>
    public void Measure(in RunningActivity activity, in Measurement measurement, RpcMethodDescriptor? method, in RequestOutcome outcome, bool expectsReply)
    {
        if (outcome.Fault is { } fault)
        {
            activity.Fail(fault);
        }

        if (expectsReply)
        {
            measurement.EndCall(topic, method?.Name, outcome.Fault);
        }
        else
        {
            measurement.EndProcess(topic, 1, outcome.Fault);
        }
    }

    /// <summary>
    /// Logs the outcome. Only an error of a method is logged as an error; an error in a request is the caller's
    /// (docs/spec/behaviour.md#servers).
    /// </summary>
    public void Log(RpcRequest? request, IncomingMessage message, RpcMethodDescriptor? method, in RequestOutcome outcome, bool expectsReply, TimeSpan? late)
    {
        var name = PeerText.Clean(request?.Method);
        switch (outcome.Failure)
        {
            case null:
                break;
            case WireFormatException malformed:
                RpcLog.MalformedRequestAnswered(logger, message.Address, malformed.Message);
                break;
            case DispatchException failure when request!.Method.EndsWith("_ignore_errors", StringComparison.Ordinal):
                RpcLog.NotDispatchedAsExpected(logger, message.Address, PeerText.Clean(failure.Message, MaxReasonLength));
                break;
            case DispatchException failure:
                RpcLog.NotDispatched(logger, message.Address, PeerText.Clean(failure.Message, MaxReasonLength));
                break;
            case RpcArgumentException failure when method?.Expects(failure) != true:
                RpcLog.NotDispatched(logger, message.Address, PeerText.Clean(failure.Message, MaxReasonLength));
                break;
            case var failure when late is not null && RequestLateness.IsTimeout(failure):
                RpcLog.MethodTimedOut(logger, name);
                break;
            case var failure when method?.Expects(failure) == true:
                RpcLog.ExpectedFailure(logger, name, failure.GetType().Name, PeerText.Clean(failure.Message, MaxReasonLength));
                break;
            case OperationCanceledException when outcome.HasFired:
                RpcLog.MethodCancelled(logger, name);
                break;
            case var failure:
                RpcLog.MethodFailed(logger, name, failure);
                break;
        }

        if (expectsReply && late is { } after && !RequestLateness.IsTimeout(outcome.Failure))
        {
            RpcLog.MethodEndedLate(logger, name, after);
        }
    }
}
