using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.BadInput;

/// <summary>The endpoint to which strangers send their messages. No other test uses its topic, so that its counters are its own.</summary>
[RpcEndpoint(Topic, Version = "1.3")]
[NotificationEndpoint(Topic)]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class PublicFace(PublicFace.Heard heard)
{
    public const string Topic = "public-face";

    public int Twice(int number) => 2 * number;

    [RpcIgnore]
    [NotificationHandler(NotificationPriority.Info)]
    public void On(Notification<JsonElement> notification) => heard.First.TrySetResult(notification.EventType);

    public sealed class Heard
    {
        public TaskCompletionSource<string> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
