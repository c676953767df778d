using System.Diagnostics.CodeAnalysis;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Discovery;

/// <summary>Endpoints, each with one mistake.</summary>
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
internal static class Faulty
{
    [RpcEndpoint("t")]
    public sealed class Overloads
    {
        public void Build(string name) => _ = name;

        public Task BuildAsync(string name, int count) => Task.FromResult((name, count));
    }

    [RpcEndpoint("t")]
    public sealed class RefParameter
    {
        public void Build(ref int count) => count++;
    }

    [RpcEndpoint("t")]
    public sealed class OutParameter
    {
        public void Build(out int count) => count = 1;
    }

    [RpcEndpoint("t")]
    public sealed class SpanParameter
    {
        public int Build(ReadOnlySpan<char> text) => text.Length;
    }

    [RpcEndpoint("t")]
    public sealed class GenericMethod
    {
        public T Build<T>(T value) => value;
    }

    [RpcEndpoint("t")]
    public sealed class StreamResult
    {
        public IAsyncEnumerable<int> Build() => AsyncEnumerable.Empty<int>();
    }

    [RpcEndpoint("t")]
    public sealed class PrivateName
    {
        [RpcMethod("_build")]
        public void Build()
        {
        }
    }

    [RpcEndpoint("t")]
    public sealed class NoMethods;

    [RpcEndpoint("t", Version = "one")]
    public sealed class BadVersion
    {
        public void Build()
        {
        }
    }

    [RpcEndpoint("")]
    public sealed class NoTopic
    {
        public void Build()
        {
        }
    }

    [RpcEndpoint("t")]
    public abstract class Abstract
    {
        public void Build()
        {
        }
    }

    [RpcEndpoint("t")]
    public sealed class SameArgument
    {
        public void Build(string instanceId, string instance_id) => _ = (instanceId, instance_id);
    }

    [NotificationEndpoint("n")]
    public sealed class NoHandlers;

    [NotificationEndpoint("n", EventType = "(")]
    public sealed class BadFilter
    {
        [NotificationHandler(NotificationPriority.Info)]
        public void On(Notification<string> notification) => _ = notification;
    }

    [NotificationEndpoint("n")]
    public sealed class TwoHandlers
    {
        [NotificationHandler(NotificationPriority.Info)]
        public void First(Notification<string> notification) => _ = notification;

        [NotificationHandler(NotificationPriority.Info)]
        public void Second(Notification<string> notification) => _ = notification;
    }

    [NotificationEndpoint("n")]
    public sealed class OtherParameters
    {
        [NotificationHandler(NotificationPriority.Info)]
        public void On(string payload) => _ = payload;
    }

    [NotificationEndpoint("n")]
    public sealed class OtherResult
    {
        [NotificationHandler(NotificationPriority.Info)]
        public int On(Notification<string> notification) => notification.Payload.Length;
    }

    [NotificationEndpoint("n")]
    public sealed class PrivateHandler
    {
        [NotificationHandler(NotificationPriority.Info)]
        private void On(Notification<string> notification) => _ = notification;
    }
}
