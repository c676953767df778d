using Amqp1.Hosting.Notifications;
using Amqp1.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Tests.Notifications;

public sealed class RoutingConfigTests
{
    [Fact]
    public void Groups_drivers_and_rules_are_read()
    {
        var routes = Parse("""
            group_1:
              messagingv2:
                accepted_events: ['compute.*', "network.?"]
                accepted_priorities: [info, ERROR]
              log:
            group_2:
              log: {accepted_priorities: []}
            """);

        routes.Select(route => route.Driver).ShouldBe(["messagingv2", "log", "log"]);
        routes[0].AcceptedEvents.ShouldBe(["compute.*", "network.?"]);
        routes[0].AcceptedPriorities.ShouldBe(["info", "ERROR"]);
        routes[1].AcceptedEvents.ShouldBeNull();
        routes[2].AcceptedPriorities!.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    [InlineData("~")]
    public void An_empty_file_has_no_rules(string yaml) => Parse(yaml).ShouldBeEmpty();

    [Theory]
    [InlineData("g: {kafka: }", "g.kafka is not a driver")]
    [InlineData("g: {routing: }", "g.routing is not a driver")]
    [InlineData("g: {log: {accepted_event: [a]}}", "g.log.accepted_event is unknown")]
    [InlineData("g: {log: {accepted_events: a}}", "g.log.accepted_events must be a list")]
    [InlineData("g: [log]", "g must be a mapping")]
    [InlineData("- g", "the file must be a mapping")]
    [InlineData("g: {log: ", "line ")]
    [InlineData("a: [1\nb: }", "the text is not valid YAML")]
    public void What_is_wrong_is_named(string yaml, string message) =>
        Should.Throw<FormatException>(() => Parse(yaml)).Message.ShouldContain(message);

    [Fact]
    public async Task A_file_that_is_missing_keeps_the_host_from_starting()
    {
        using var host = TestHost.Build(
            messaging => messaging.AddAmqp1EmbeddedRouter(), ("Amqp1:Notifications:Drivers:0", "routing"), ("Amqp1:Notifications:RoutingConfig", "no-such.yaml"));

        var failure = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        failure.Message.ShouldContain("Amqp1:Notifications:RoutingConfig is 'no-such.yaml'");
    }

    [Fact]
    public async Task The_rules_of_the_file_decide()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "g: {test: {accepted_events: ['compute.*']}}", TestContext.Current.CancellationToken);
            using var host = TestHost.Build(
                messaging => messaging.AddAmqp1EmbeddedRouter(), ("Amqp1:Notifications:Drivers:0", "routing"), ("Amqp1:Notifications:RoutingConfig", path));
            var notifier = host.Services.GetRequiredService<INotifier>();
            await notifier.InfoAsync("network.create", null, cancel: TestContext.Current.CancellationToken);
            await notifier.InfoAsync("compute.create", null, cancel: TestContext.Current.CancellationToken);

            host.Services.GetRequiredService<NotificationRecorder>().All.Select(recorded => recorded.EventType).ShouldBe(["compute.create"]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IReadOnlyList<NotificationRoute> Parse(string yaml)
    {
        using var reader = new StringReader(yaml);
        return RoutingConfig.Parse(reader).Routes;
    }
}
