using System.Diagnostics;
using Amqp1.Wire;

namespace Amqp1.Diagnostics;

/// <summary>Starts the activities of the driver and carries their context over the wire. Costs nothing while nobody listens.</summary>
internal static class Activities
{
    private static readonly ActivitySource Source = new(Amqp1Telemetry.ActivitySourceName);

    public static Activity? StartCall(string topic, string method)
    {
        var activity = Source.StartActivity(method, ActivityKind.Client);
        if (activity is not null)
        {
            activity.SetTag(TelemetryNames.RpcSystem, TelemetryNames.RpcSystemValue);
            activity.SetTag(TelemetryNames.RpcMethod, $"{topic}/{method}");
        }

        return activity;
    }

    /// <summary>A request that expects a reply is a call to serve, one that does not a message to process.</summary>
    public static Activity? StartRequest(string topic, string? knownMethod, bool expectsReply, TraceContext? parent)
    {
        if (!expectsReply)
        {
            return StartProcess(topic, parent);
        }

        var activity = Source.StartActivity(knownMethod ?? TelemetryNames.OtherMethod, ActivityKind.Server, ParentOf(parent));
        if (activity is not null)
        {
            activity.SetTag(TelemetryNames.RpcSystem, TelemetryNames.RpcSystemValue);
            activity.SetTag(TelemetryNames.RpcMethod, knownMethod is null ? TelemetryNames.OtherMethod : $"{topic}/{knownMethod}");
        }

        return activity;
    }

    public static Activity? StartSend(string topic) => StartMessaging("send", "send", topic, ActivityKind.Producer, default);

    public static Activity? StartProcess(string topic, TraceContext? parent) =>
        StartMessaging("process", "process", topic, ActivityKind.Consumer, ParentOf(parent));

    public static void Fail(Activity? activity, Exception failure)
    {
        if (activity is not null)
        {
            activity.SetStatus(ActivityStatusCode.Error, failure.Message);
            activity.SetTag(TelemetryNames.ErrorType, TelemetryNames.ErrorOf(failure));
        }
    }

    /// <summary>The context to send along; null when nobody traces.</summary>
    public static TraceContext? Current() => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } activity
        ? new TraceContext(id, activity.TraceStateString)
        : null;

    private static Activity? StartMessaging(string operation, string type, string topic, ActivityKind kind, ActivityContext parent)
    {
        var activity = Source.StartActivity($"{operation} {topic}", kind, parent);
        if (activity is not null)
        {
            activity.SetTag(TelemetryNames.MessagingSystem, TelemetryNames.MessagingSystemValue);
            activity.SetTag(TelemetryNames.Destination, topic);
            activity.SetTag(TelemetryNames.OperationName, operation);
            activity.SetTag(TelemetryNames.OperationType, type);
        }

        return activity;
    }

    private static ActivityContext ParentOf(TraceContext? trace) =>
        trace is not null && ActivityContext.TryParse(trace.Traceparent, trace.Tracestate, isRemote: true, out var context) ? context : default;
}
