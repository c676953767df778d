using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Dialects.OsloRabbit.Management;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Management;

/// <summary>Tests of the client of docs/spec/rabbit-topology.md#management with a scripted peer.</summary>
public sealed class ManagementClientTests : IAsyncDisposable
{
    private const string Node = "/management";
    private const string Unauthorized = "amqp:unauthorized-access";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly ScriptedPeer _peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Nothing);
    private readonly FakeTimeProvider _time = new();
    private readonly LogRecords _log = new();
    private readonly List<Session> _returned = [];
    private Connection? _connection;

    public ManagementClientTests() => _limit.CancelAfter(TimeSpan.FromSeconds(30));

    private CancellationToken Cancel => _limit.Token;

    public async ValueTask DisposeAsync()
    {
        if (_connection is { IsClosed: false } open)
        {
            open.Close(TimeSpan.Zero, null);
        }

        await _peer.DisposeAsync();
        _limit.Dispose();
    }

    [Fact]
    public async Task A_request_is_a_settled_message_on_a_pair_of_links()
    {
        var client = await ConnectAsync();

        var request = client.RequestAsync(ManagementRequest.PutQueue("a/b", new Map { ["durable"] = true }), Cancel);
        var received = await RequestAsync("/queues/a%2Fb");
        Respond(received, "201", new Map { ["durable"] = true });
        var response = await request;

        received.Settled.ShouldBeTrue();
        received.Message.Properties.Subject.ShouldBe("PUT");
        received.Message.Properties.ReplyTo.ShouldBe("$me");
        received.Message.Body.ShouldBeOfType<Map>()["durable"].ShouldBe(true);
        (response.Status, response.IsSuccess).ShouldBe((201, true));
        response.Properties.ShouldNotBeNull()["durable"].ShouldBe(true);
        var links = _peer.Links(link => link.Address == Node);
        links.Select(link => link.ClientSends).ShouldBe([false, true], ignoreOrder: true);
        links.Select(link => link.Name).Distinct().ShouldHaveSingleItem();
        links.Select(link => link.Session).Distinct().ShouldHaveSingleItem();
        links.ShouldAllBe(link => link.SenderSettles == SenderSettleMode.Settled);
    }

    [Fact]
    public async Task A_request_without_a_body_has_an_explicit_null()
    {
        var client = await ConnectAsync();

        var request = client.RequestAsync(ManagementRequest.GetQueue("q"), Cancel);
        var received = await RequestAsync("/queues/q");
        Respond(received, "404", "no\nsuch queue");

        received.Message.BodySection.ShouldBeOfType<AmqpValue>().Value.ShouldBeNull();
        var response = await request;
        (response.Status, response.IsSuccess, response.Text).ShouldBe((404, false, @"no\nsuch queue"));
    }

    [Fact]
    public async Task Responses_in_another_order_reach_their_requests()
    {
        var client = await ConnectAsync();
        var requests = Enumerable.Range(0, 5).Select(i => client.RequestAsync(ManagementRequest.GetQueue($"q{i}"), Cancel)).ToArray();

        for (var i = 4; i >= 0; i--)
        {
            Respond(await RequestAsync($"/queues/q{i}"), $"{200 + i}", null);
        }

        (await Task.WhenAll(requests)).Select(response => response.Status).ShouldBe([200, 201, 202, 203, 204]);
        _peer.Links(link => link.Address == Node).Count.ShouldBe(2);
    }

    [Fact]
    public async Task More_requests_than_may_be_in_flight_wait()
    {
        var client = await ConnectAsync();
        var requests = Enumerable.Range(0, 20).Select(i => client.RequestAsync(ManagementRequest.GetQueue($"q{i}"), Cancel)).ToArray();

        for (var answered = 0; answered < 20; answered++)
        {
            var received = await _peer.Events.ReachAsync<TransferReceived>(answered + 1, null, Cancel);
            received.Count.ShouldBeLessThanOrEqualTo(answered + ManagementLink.MaxInFlight);
            Respond(received[answered].Transfer, "200", null);
        }

        (await Task.WhenAll(requests)).ShouldAllBe(response => response.Status == 200);
    }

    [Fact]
    public async Task A_request_without_a_response_ends_at_its_time_limit()
    {
        var client = await ConnectAsync();
        var request = client.RequestAsync(ManagementRequest.GetQueue("q"), Cancel);
        var late = await RequestAsync("/queues/q");

        _time.Advance(Limit);

        (await Should.ThrowAsync<ManagementException>(() => request)).Message.ShouldContain("did not answer the management request GET /queues/q within");
        // A late response is ignored, and the links are still used.
        Respond(late, "200", null);
        var next = client.RequestAsync(ManagementRequest.GetQueue("next"), Cancel);
        Respond(await RequestAsync("/queues/next"), "204", null);
        (await next).Status.ShouldBe(204);
    }

    [Fact]
    public async Task A_canceled_request_ends_and_the_next_one_is_answered()
    {
        var client = await ConnectAsync();
        using var cancel = new CancellationTokenSource();
        var request = client.RequestAsync(ManagementRequest.GetQueue("q"), cancel.Token);
        await RequestAsync("/queues/q");

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => request);
        var next = client.RequestAsync(ManagementRequest.GetQueue("next"), Cancel);
        Respond(await RequestAsync("/queues/next"), "204", null);
        (await next).Status.ShouldBe(204);
    }

    [Fact]
    public async Task The_end_of_the_session_belongs_to_the_oldest_request_and_the_others_are_sent_again()
    {
        var client = await ConnectAsync();
        var first = client.RequestAsync(ManagementRequest.PutQueue("denied", new Map()), Cancel);
        var received = await RequestAsync("/queues/denied");
        var second = client.RequestAsync(ManagementRequest.GetQueue("q"), Cancel);
        await RequestAsync("/queues/q");

        _peer.End(received.Link.Session, new Error(Unauthorized) { Description = "configure access to queue 'denied' refused" });

        var failure = await Should.ThrowAsync<ManagementException>(() => first);
        failure.Condition.ShouldBe(Unauthorized);
        failure.Message.ShouldContain("configure access to queue 'denied' refused");
        var again = await _peer.Events.ReachAsync<TransferReceived>(2, sent => sent.Transfer.To == "/queues/q", Cancel);
        Respond(again[1].Transfer, "200", null);
        (await second).Status.ShouldBe(200);
        _returned.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_detached_link_is_attached_again_by_the_next_request()
    {
        var client = await ConnectAsync();
        var first = client.RequestAsync(ManagementRequest.GetQueue("a"), Cancel);
        var received = await RequestAsync("/queues/a");
        _peer.Detach(_peer.Links(link => link.Address == Node && !link.ClientSends).Single(), new Error("amqp:link:detach-forced"));
        await Should.ThrowAsync<ManagementException>(() => first);

        var second = client.RequestAsync(ManagementRequest.GetQueue("b"), Cancel);
        var again = await RequestAsync("/queues/b");
        Respond(again, "200", null);

        (await second).Status.ShouldBe(200);
        again.Link.Session.ShouldNotBe(received.Link.Session);
        _returned.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_end_of_the_connection_fails_all_requests()
    {
        var client = await ConnectAsync();
        var requests = Enumerable.Range(0, 3).Select(i => client.RequestAsync(ManagementRequest.GetQueue($"q{i}"), Cancel)).ToArray();
        await _peer.Events.ReachAsync<TransferReceived>(3, null, Cancel);

        _peer.CutAll();

        foreach (var request in requests)
        {
            await Should.ThrowAsync<ManagementException>(() => request);
        }

        (await Should.ThrowAsync<ManagementException>(() => client.RequestAsync(ManagementRequest.GetQueue("late"), Cancel)))
            .Message.ShouldContain("the connection has ended");
    }

    [Fact]
    public async Task A_refused_link_fails_the_request_and_the_next_one_tries_again()
    {
        _peer.Script.Refuse = link => link.Address == Node && !link.ClientSends ? new Error("amqp:not-allowed") { Description = "no management" } : null;
        var client = await ConnectAsync();

        var refusal = await Should.ThrowAsync<ManagementException>(() => client.RequestAsync(ManagementRequest.GetQueue("q"), Cancel));
        _peer.Script.Refuse = static _ => null;
        var request = client.RequestAsync(ManagementRequest.GetQueue("q"), Cancel);
        Respond(await RequestAsync("/queues/q"), "200", null);

        refusal.Message.ShouldContain("no management");
        (await request).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_attach_without_an_answer_ends_at_its_time_limit()
    {
        _peer.Script.IgnoreAttach = static link => link.Address == Node;
        var client = await ConnectAsync();
        var request = client.RequestAsync(ManagementRequest.GetQueue("q"), Cancel);
        await _peer.Events.FirstAsync<SessionBegun>(null, Cancel);

        _time.Advance(Limit);

        await Should.ThrowAsync<ManagementException>(() => request);
    }

    [Fact]
    public async Task A_response_without_a_status_fails_only_its_request()
    {
        var client = await ConnectAsync();
        var bad = client.RequestAsync(ManagementRequest.GetQueue("bad"), Cancel);
        var good = client.RequestAsync(ManagementRequest.GetQueue("good"), Cancel);

        Respond(await RequestAsync("/queues/bad"), "what?", null);
        Respond(await RequestAsync("/queues/good"), "200", null);

        (await Should.ThrowAsync<ManagementException>(() => bad)).Message.ShouldContain("cannot be read");
        (await good).Status.ShouldBe(200);
    }

    private async Task<ManagementClient> ConnectAsync()
    {
        _connection = await new ConnectionFactory().CreateAsync(new Address(_peer.Url));
        return new ManagementClient(
            () => new Session(_connection),
            session =>
            {
                lock (_returned)
                {
                    _returned.Add(session);
                }

                session.Close(TimeSpan.Zero, null);
            },
            Limit,
            _time,
            _log);
    }

    private Task<PeerTransfer> RequestAsync(string path) => _peer.TransferAsync(transfer => transfer.To == path, Cancel);

    private void Respond(PeerTransfer request, string status, object? body)
    {
        var link = _peer.Links(candidate => candidate.Session == request.Link.Session && !candidate.ClientSends).Single();
        _peer.Deliver(
            link,
            new Message
            {
                Properties = new Properties { CorrelationId = request.MessageId, Subject = status },
                BodySection = new AmqpValue { Value = body },
            },
            settled: true);
    }
}
