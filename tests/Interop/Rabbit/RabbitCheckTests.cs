using Amqp1.Cli.Checks;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Sources;
using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>Tests <c>amqp1 check</c> on RabbitMQ: a broker without a problem, planted mistakes, and what is left behind.</summary>
[Collection(SharesRabbit43.Name)]
public sealed class RabbitCheckTests(Rabbit43Fixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_broker_without_a_problem_has_none_and_nothing_is_left_behind()
    {
        var broker = await fixture.BrokerAsync(Cancel);

        var results = await CheckAsync(broker.Url);

        results.Where(result => result.Outcome is CheckOutcome.Failed or CheckOutcome.Warning).ShouldBeEmpty();
        results.Where(result => result.Check == "storage").Count().ShouldBe(2);
        results.Where(result => result.Check is "address" or "call" or "notify").Count().ShouldBe(8);
        string.Join('\n', results).ShouldNotContain(broker.Settings.Admin.Password);
        var left = (await broker.Control.QueuesAsync(Cancel)).Concat(await broker.Control.ExchangesAsync(Cancel)).Select(item => item.GetProperty("name").GetString()!);
        left.Where(name => name.Contains("amqp1-check")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_virtual_host_that_does_not_exist_is_named_with_the_command_that_adds_it()
    {
        var broker = await fixture.BrokerAsync(Cancel);

        var results = await CheckAsync(broker.UrlOf(broker.Settings.Admin with { Vhost = "nowhere" }));

        var found = results.Single(result => result.Check == "connection");
        found.Outcome.ShouldBe(CheckOutcome.Failed);
        found.Fix!.ShouldContain("rabbitmqctl add_vhost nowhere");
    }

    [Fact]
    public async Task A_wrong_password_fails_the_login()
    {
        var broker = await fixture.BrokerAsync(Cancel);

        var results = await CheckAsync($"rabbit://{broker.Settings.Admin.Name}:wrong@{broker.Host}/");

        results.Single(result => result.Check == "login").Outcome.ShouldBe(CheckOutcome.Failed);
    }

    [Fact]
    public async Task Missing_permissions_are_named_with_the_command_that_grants_them()
    {
        var broker = await fixture.BrokerAsync(Cancel);
        var user = new RabbitUser(fixture.NewTopic("limited"), "/", "^nova", "^nova", "^nova");
        await broker.Control.AddUserAsync(user, Cancel);

        // The checks that need their own queues wait for the whole limit.
        var results = await CheckAsync(broker.UrlOf(user), TimeSpan.FromSeconds(8));

        var failed = results.Where(result => result.Check == "address").ToArray();
        failed.Length.ShouldBe(4);
        failed.ShouldAllBe(result => result.Outcome == CheckOutcome.Failed && result.Fix!.Contains($"rabbitmqctl set_permissions -p / {user.Name}"));
    }

    [Fact]
    public async Task Options_that_do_not_fit_an_existing_queue_are_named()
    {
        var broker = await fixture.BrokerAsync(Cancel);
        var topic = fixture.NewTopic("checked");
        await using (var transport = MessagingTransport.Create(broker.Url))
        {
            transport.Start();
            await using var server = transport.CreateRpcServer(new Target { Topic = topic, Server = "one" });
            server.Start();
            await server.WaitUntilListeningAsync(Cancel);
        }

        var same = await CheckAsync(broker.Url, topic);
        var other = await CheckAsync($"{broker.Url}?rabbit_quorum_queue=true", topic);

        same.Single(result => result.Check == "queue").Outcome.ShouldBe(CheckOutcome.Ok);
        var found = other.Single(result => result.Check == "queue" && result.Outcome == CheckOutcome.Failed);
        found.Outcome.ShouldBe(CheckOutcome.Failed);
        found.Seen.ShouldContain("type is classic instead of quorum");
        found.Fix!.ShouldContain("rabbit_quorum_queue");
    }

    private static Task<IReadOnlyList<CheckResult>> CheckAsync(string url, params string[] topics) => CheckAsync(url, TimeSpan.FromSeconds(20), topics);

    private static async Task<IReadOnlyList<CheckResult>> CheckAsync(string url, TimeSpan answer, params string[] topics)
    {
        var settings = await SettingsLoader.LoadAsync([url], [], Cancel);
        var results = new List<CheckResult>();
        await new CheckRunner(new CheckRequest(settings, new CheckLimits { Answer = answer }) { Topics = topics }, TimeProvider.System, results.Add).RunAsync(Cancel);
        return results;
    }
}
