using Amqp1.Configuration;
using Amqp1.Filters;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests that filters see the topic of a notification if the notifier has exactly one.</summary>
public sealed class NotifierTargetTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData(null, "a", "b")]
    public async Task Filters_see_the_topic_if_there_is_only_one(string? seen, params string[] topics)
    {
        var filter = new Noting();
        var options = new Amqp1Options();
        options.Notifications.Drivers = ["test"];
        await using var transport = MessagingTransport.Create("amqp://127.0.0.1:1", options);
        transport.Filters = [filter];

        await transport.CreateNotifier("publisher", topics).InfoAsync("event", null, cancel: TestContext.Current.CancellationToken);

        var (kind, topic, name) = filter.Seen.ShouldHaveSingleItem();
        kind.ShouldBe(MessagingFilterKind.Notify);
        topic.ShouldBe(seen);
        name.ShouldBe("event");
    }

    private sealed class Noting : IMessagingFilter
    {
        public List<(MessagingFilterKind Kind, string? Topic, string? Name)> Seen { get; } = [];

        public Task InvokeAsync(MessagingFilterContext context, MessagingFilterNext next)
        {
            Seen.Add((context.Kind, context.Target.Topic, context.Name));
            return next(context);
        }
    }
}
