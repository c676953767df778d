using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Amqp1.Diagnostics;

/// <summary>
/// Starts the activities of the driver and transfers their context over the wire. Without listeners it has no cost. Exceptions of
/// listeners are never thrown.
/// </summary>
internal static class Activities
{
    private static readonly ActivitySource Source = SafeSources.CreateActivitySource(Amqp1Telemetry.ActivitySourceName);

    /// <summary>Whether there are listeners. Without listeners, data that only activities need is not computed.</summary>
    public static bool AreOn => Source.HasListeners();

    /// <summary>Starts the activity of a call.</summary>
    /// <param name="logger">The logger for failures of listeners.</param>
    /// <param name="topic">The topic that is called.</param>
    /// <param name="method">The wire name of the method.</param>
    /// <param name="host">The host and port of the intermediary; null while there is no connection.</param>
    public static RunningActivity StartCall(ILogger logger, string topic, string method, string? host)
    {
        return AreOn ? RunningActivity.Start(logger, (topic, method, host), Start) : default;

        static Activity? Start((string Topic, string Method, string? Host) call)
        {
            var name = TelemetryValues.Method(call.Topic, call.Method);
            var activity = Source.StartActivity(name, ActivityKind.Client, Parent(), RpcTags(name));
            SetServer(activity, call.Host);
            return activity;
        }
    }

    /// <summary>
    /// Starts the activity of a request. A request that expects a reply is a call to serve; any other request is a message to process.
    /// </summary>
    /// <param name="logger">The logger for failures of listeners.</param>
    /// <param name="topic">The topic that is served.</param>
    /// <param name="method">The requested wire name; null when the request cannot be read.</param>
    /// <param name="isKnown">Whether an endpoint has that method.</param>
    /// <param name="expectsReply">Whether the request is a call.</param>
    /// <param name="parent">The context that was received with the request.</param>
    public static RunningActivity StartRequest(ILogger logger, string topic, string? method, bool isKnown, bool expectsReply, TraceContext? parent)
    {
        return AreOn ? RunningActivity.Start(logger, (topic, method, isKnown, expectsReply, parent), Start) : default;

        static Activity? Start((string Topic, string? Method, bool IsKnown, bool ExpectsReply, TraceContext? Parent) request)
        {
            var name = TelemetryValues.Method(request.Topic, request.IsKnown ? request.Method : null);
            var activity = request.ExpectsReply
                ? Source.StartActivity(name, ActivityKind.Server, ContextOf(request.Parent), RpcTags(name))
                : StartMessaging(TelemetryValues.Process, request.Topic, ActivityKind.Consumer, ContextOf(request.Parent));
            if (!request.ExpectsReply)
            {
                activity?.SetTag(TelemetryNames.RpcMethod, name);
            }

            if (!request.IsKnown && request.Method is not null)
            {
                activity?.SetTag(TelemetryNames.RpcMethodOriginal, PeerText.Clean($"{request.Topic}/{request.Method}"));
            }

            Baggage.Restore(activity, request.Parent);
            return activity;
        }
    }

    /// <summary>Starts the activity of sending a cast, fanout or notification.</summary>
    /// <param name="logger">The logger for failures of listeners.</param>
    /// <param name="topic">The topic to which it is sent.</param>
    /// <param name="host">The host and port of the intermediary; null while there is no connection.</param>
    /// <param name="method">The method of a cast or fanout.</param>
    /// <param name="messageId">The ID of a notification.</param>
    public static RunningActivity StartSend(ILogger logger, string topic, string? host, string? method = null, string? messageId = null)
    {
        return AreOn ? RunningActivity.Start(logger, (topic, host, method, messageId), Start) : default;

        static Activity? Start((string Topic, string? Host, string? Method, string? MessageId) send)
        {
            var activity = StartMessaging(TelemetryValues.Send, send.Topic, ActivityKind.Producer, Parent());
            SetServer(activity, send.Host);
            if (send.Method is not null)
            {
                activity?.SetTag(TelemetryNames.RpcMethod, TelemetryValues.Method(send.Topic, send.Method));
            }

            if (send.MessageId is not null)
            {
                activity?.SetTag(TelemetryNames.MessageId, send.MessageId);
            }

            return activity;
        }
    }

    /// <summary>Starts the activity of processing a received notification. Its parent is the sender's activity.</summary>
    public static RunningActivity StartProcess(ILogger logger, string topic, string? messageId, TraceContext? parent)
    {
        return AreOn ? RunningActivity.Start(logger, (topic, messageId, parent), Start) : default;

        static Activity? Start((string Topic, string? MessageId, TraceContext? Parent) notification)
        {
            var activity = StartMessaging(TelemetryValues.Process, notification.Topic, ActivityKind.Consumer, ContextOf(notification.Parent));
            activity?.SetTag(TelemetryNames.MessageId, notification.MessageId is { } id ? PeerText.Clean(id) : null);
            Baggage.Restore(activity, notification.Parent);
            return activity;
        }
    }

    /// <summary>
    /// Starts the activity of processing a batch of notifications. It has a link to the activity of each sender instead of a parent.
    /// </summary>
    public static RunningActivity StartBatch(ILogger logger, string topic, int count, IEnumerable<TraceContext?> senders)
    {
        return AreOn ? RunningActivity.Start(logger, (topic, count, senders), Start) : default;

        static Activity? Start((string Topic, int Count, IEnumerable<TraceContext?> Senders) batch)
        {
            var links = batch.Senders.Select(ContextOf).Where(context => context != default).Select(context => new ActivityLink(context));
            var activity = StartMessaging(TelemetryValues.Process, batch.Topic, ActivityKind.Consumer, default, [.. links]);
            activity?.SetTag(TelemetryNames.BatchCount, batch.Count);
            return activity;
        }
    }

    /// <summary>
    /// Returns the context to send: that of the current activity or, without one, the context of the message that is being served, so that
    /// a service without telemetry does not interrupt the traces of others. Null when there is neither.
    /// </summary>
    public static TraceContext? Current(bool withBaggage)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } activity)
        {
            return new TraceContext(id, activity.TraceStateString, withBaggage ? Baggage.Of(activity) : null);
        }

        // A receiver would start a new trace for a context that cannot be read, so such a context is not passed on.
        var served = ServedMessage.Trace;
        return ContextOf(served) == default ? null : withBaggage || served!.Baggage is null ? served : served with { Baggage = null };
    }

    /// <summary>
    /// Returns the parent of messages that are sent without a current activity; <c>default</c> means the current activity.
    /// </summary>
    private static ActivityContext Parent() => Activity.Current is null ? ContextOf(ServedMessage.Trace) : default;

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
