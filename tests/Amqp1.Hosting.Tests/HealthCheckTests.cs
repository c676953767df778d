using Amqp1.Hosting.Internal;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Hosting.Tests;

public sealed class HealthCheckTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly MessagingReadiness _readiness = new();

    [Fact]
    public async Task Open_with_all_links_is_healthy() =>
        (await Check(ConnectionState.Open, attached: 3, needed: 3)).Status.ShouldBe(HealthStatus.Healthy);

    [Fact]
    public async Task Open_with_a_link_missing_is_degraded()
    {
        var result = await Check(ConnectionState.Open, attached: 2, needed: 3);

        result.Status.ShouldBe(HealthStatus.Degraded);
        result.Description.ShouldNotBeNull().ShouldContain("2 of 3");
    }

    [Fact]
    public async Task A_connection_that_was_lost_is_degraded_up_to_the_limit_and_unhealthy_past_it()
    {
        var check = Make(ConnectionState.Reconnecting, 0, 3);
        _time.Advance(Limit);
        (await Run(check)).Status.ShouldBe(HealthStatus.Degraded);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await Run(check)).Status.ShouldBe(HealthStatus.Unhealthy);
    }

    [Theory]
    [InlineData(ConnectionState.Disconnected)]
    [InlineData(ConnectionState.Connecting)]
    public async Task A_connection_that_never_was_is_unhealthy_from_the_first_moment(ConnectionState state)
    {
        var result = await Check(state, 0, 0);

        result.Status.ShouldBe(HealthStatus.Unhealthy);
        result.Description.ShouldNotBeNull().ShouldStartWith($"{state} since");
    }

    [Theory]
    [InlineData(ConnectionState.Open)]
    [InlineData(ConnectionState.Reconnecting)]
    public async Task Servers_that_never_had_all_their_links_are_unhealthy(ConnectionState state) =>
        (await Run(Make(state, 2, 3, haveListened: false))).Status.ShouldBe(HealthStatus.Unhealthy);

    [Fact]
    public async Task Closed_is_unhealthy() => (await Check(ConnectionState.Closed, 0, 0)).Status.ShouldBe(HealthStatus.Unhealthy);

    [Fact]
    public async Task A_service_that_stops_is_unhealthy_although_its_connection_is_open()
    {
        _readiness.Stop();

        (await Check(ConnectionState.Open, 3, 3)).Status.ShouldBe(HealthStatus.Unhealthy);
    }

    [Fact]
    public async Task The_data_tells_all_that_is_known_of_the_connection()
    {
        var result = await Check(ConnectionState.Open, 3, 3);

        result.Data.ShouldBe(
            new Dictionary<string, object>
            {
                ["state"] = "Open",
                ["since"] = _time.GetUtcNow(),
                ["host"] = "h:5672",
                ["product"] = "p",
                ["version"] = "1",
                ["addressMode"] = "routable",
                ["lastError"] = "e",
                ["lastErrorHost"] = "g:5672",
                ["lastLinkError"] = "l",
                ["senders"] = 5,
                ["receivers"] = 3,
                ["receiversNeeded"] = 3,
                ["undeliveredReplies"] = 7L,
            },
            ignoreOrder: true);
    }

    [Theory]
    [InlineData(ConnectionState.Connecting)]
    [InlineData(ConnectionState.Disconnected)]
    [InlineData(ConnectionState.Reconnecting)]
    public async Task While_there_is_no_connection_the_host_that_is_tried_and_the_last_error_are_told(ConnectionState state)
    {
        var result = await Check(state, 0, 3);

        result.Description.ShouldBe($"{state} since {_time.GetUtcNow():u}, host h:5672. Last error of g:5672: e");
        result.Data["host"].ShouldBe("h:5672");
        result.Data["lastError"].ShouldBe("e");
        result.Data["lastErrorHost"].ShouldBe("g:5672");
    }

    [Fact]
    public async Task A_link_that_is_missing_has_its_reason_told() =>
        (await Check(ConnectionState.Open, attached: 2, needed: 3)).Description.ShouldBe("Connected to h:5672; 2 of 3 server links are attached. l");

    [Fact]
    public async Task Links_that_were_all_in_use_are_degraded_for_as_long_as_a_lost_connection_may_be()
    {
        var check = Make(ConnectionState.Open, 3, 3, exhaustedAt: _time.GetUtcNow());
        _time.Advance(Limit);
        var result = await Run(check);
        result.Status.ShouldBe(HealthStatus.Degraded);
        result.Data["linksExhaustedAt"].ShouldBe(_time.GetUtcNow() - Limit);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await Run(check)).Status.ShouldBe(HealthStatus.Healthy);
    }

    private static Task<HealthCheckResult> Run(MessagingHealthCheck check) => check.CheckHealthAsync(new HealthCheckContext());

    private Task<HealthCheckResult> Check(ConnectionState state, int attached, int needed) => Run(Make(state, attached, needed));

    private MessagingHealthCheck Make(ConnectionState state, int attached, int needed, bool haveListened = true, DateTimeOffset? exhaustedAt = null)
    {
        var status = new ConnectionStatus(state, _time.GetUtcNow())
        {
            Host = "h:5672",
            Product = "p",
            Version = "1",
            AddressMode = "routable",
            LastError = "e",
            LastErrorHost = "g:5672",
            LastLinkError = "l",
            UndeliveredReplies = 7,
            LinksExhaustedAt = exhaustedAt,
            Senders = 5,
        };
        return new MessagingHealthCheck(() => status, () => new ServerLinks(attached, needed, haveListened), _readiness, Limit, _time);
    }
}
