using System.Diagnostics;
using System.Globalization;
using Amqp1.Wire;

namespace Amqp1.Diagnostics;

/// <summary>Starts the activities of the driver and carries their context over the wire. Costs nothing while nobody listens.</summary>
internal static class Activities
{
    private static readonly ActivitySource Source = new(Amqp1Telemetry.ActivitySourceName);

    /// <summary>Whether anybody listens: what only activities need is not worked out otherwise.</summary>
    public static bool AreOn => Source.HasListeners();

    /// <param name="topic">The topic that is called.</param>
    /// <param name="method">The wire name of the method.</param>
    /// <param name="host">The host and port of the intermediary; null while there is none.</param>
    public static Activity? StartCall(string topic, string method, string? host)
    {
        if (!AreOn)
        {
            return null;
        }

        var name = TelemetryValues.Method(topic, method);
        var activity = Source.StartActivity(name, ActivityKind.Client, default(ActivityContext), RpcTags(name));
        SetServer(activity, host);
        return activity;
    }

    /// <summary>A request that expects a reply is a call to serve, one that does not a message to process.</summary>
    /// <param name="topic">The topic that is served.</param>
    /// <param name="method">The wire name that was asked for.</param>
    /// <param name="isKnown">Whether an endpoint has that method.</param>
    /// <param name="expectsReply">Whether it is a call.</param>
    /// <param name="parent">The context that came with it.</param>
    public static Activity? StartRequest(string topic, string method, bool isKnown, bool expectsReply, TraceContext? parent)
    {
        if (!AreOn)
        {
            return null;
        }

        var name = TelemetryValues.Method(topic, isKnown ? method : null);
        var activity = expectsReply
            ? Source.StartActivity(name, ActivityKind.Server, ContextOf(parent), RpcTags(name))
            : StartMessaging(TelemetryValues.Process, topic, ActivityKind.Consumer, ContextOf(parent));
        if (!expectsReply)
        {
            activity?.SetTag(TelemetryNames.RpcMethod, name);
        }

        if (!isKnown)
        {
            activity?.SetTag(TelemetryNames.RpcMethodOriginal, $"{topic}/{method}");
        }

        return activity;
    }

    /// <summary>A cast, fanout or notification on its way out.</summary>
    /// <param name="topic">The topic it goes to.</param>
    /// <param name="host">The host and port of the intermediary; null while there is none.</param>
    /// <param name="method">The method of a cast or fanout.</param>
    /// <param name="messageId">The id of a notification.</param>
    public static Activity? StartSend(string topic, string? host, string? method = null, string? messageId = null)
    {
        if (!AreOn)
        {
            return null;
        }

        var activity = StartMessaging(TelemetryValues.Send, topic, ActivityKind.Producer, default);
        SetServer(activity, host);
        if (method is not null)
        {
            activity?.SetTag(TelemetryNames.RpcMethod, TelemetryValues.Method(topic, method));
        }

        if (messageId is not null)
        {
            activity?.SetTag(TelemetryNames.MessageId, messageId);
        }

        return activity;
    }

    /// <summary>A received notification. The sender's activity is its parent.</summary>
    public static Activity? StartProcess(string topic, string? messageId, TraceContext? parent)
    {
        if (!AreOn)
        {
            return null;
        }

        var activity = StartMessaging(TelemetryValues.Process, topic, ActivityKind.Consumer, ContextOf(parent));
        activity?.SetTag(TelemetryNames.MessageId, messageId);
        return activity;
    }

    /// <summary>A batch of notifications. No sender is its parent: it has a link to each.</summary>
    public static Activity? StartBatch(string topic, int count, IEnumerable<TraceContext?> senders)
    {
        if (!AreOn)
        {
            return null;
        }

        var links = senders.Select(ContextOf).Where(context => context != default).Select(context => new ActivityLink(context));
        var activity = StartMessaging(TelemetryValues.Process, topic, ActivityKind.Consumer, default, [.. links]);
        activity?.SetTag(TelemetryNames.BatchCount, count);
        return activity;
    }

    public static void Fail(Activity? activity, Exception failure)
    {
        if (activity is not null)
        {
            activity.SetStatus(ActivityStatusCode.Error, failure.Message);
            activity.SetTag(TelemetryNames.ErrorType, TelemetryValues.ErrorOf(failure));
        }
    }

    /// <summary>The context to send along; null when nobody traces.</summary>
    public static TraceContext? Current() => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } activity
        ? new TraceContext(id, activity.TraceStateString)
        : null;

    private static KeyValuePair<string, object?>[] RpcTags(string method) =>
        [new(TelemetryNames.RpcSystem, TelemetryValues.RpcSystem), new(TelemetryNames.RpcMethod, method)];

    private static Activity? StartMessaging(string operation, string topic, ActivityKind kind, ActivityContext parent, ActivityLink[]? links = null) =>
        Source.StartActivity(
            $"{operation} {topic}",
            kind,
            parent,
            [
                new(TelemetryNames.MessagingSystem, TelemetryValues.MessagingSystem),
                new(TelemetryNames.Destination, topic),
                new(TelemetryNames.OperationName, operation),
                new(TelemetryNames.OperationType, operation),
            ],
            links);

    private static void SetServer(Activity? activity, string? host)
    {
        if (activity is null || host is null)
        {
            return;
        }

        var colon = host.LastIndexOf(':');
        activity.SetTag(TelemetryNames.ServerAddress, colon < 0 ? host : host[..colon]);
        if (int.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            activity.SetTag(TelemetryNames.ServerPort, port);
        }
    }

    private static ActivityContext ContextOf(TraceContext? trace) =>
        trace is not null && ActivityContext.TryParse(trace.Traceparent, trace.Tracestate, isRemote: true, out var context) ? context : default;
}
