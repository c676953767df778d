using System.Text.Json;
using Amqp1.Configuration;
using Amqp1.Payloads;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Payloads;

/// <summary>Tests of stored arguments and results on the wire, between peers with and without a store.</summary>
public sealed class ClaimedCallTests : FaultTest
{
    private static readonly string Large = new('x', 5000);

    private readonly MemoryPayloadStore _store = new();

    [Fact]
    public async Task Large_arguments_and_results_are_stored_and_removed_when_the_call_has_ended()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var server = Start(peer);
        await using var client = Start(peer, options => options.StoreArguments = true);
        var duringCall = 0;
        await server.ServeAsync(new TestEndpoint((_, data) =>
        {
            duringCall = _store.Contents.Count;
            return Task.FromResult(data + "!");
        }), cancel: Limit);

        (await client.Client().CallAsync<string>("echo", Echo(Large), Limit)).ShouldBe(Large + "!");

        duringCall.ShouldBe(1);
        _store.Contents.ShouldBeEmpty();
        var (request, reply) = Exchange(peer);
        request.GetProperty("request").GetProperty("args").GetProperty("amqp1.claim").GetProperty("name").GetString()!.ShouldStartWith("a");
        request.GetProperty("accepts_claims").GetString().ShouldBe("memory");
        reply.GetProperty("response").GetProperty("amqp1.claim").GetProperty("name").GetString()!.ShouldStartWith("r");
    }

    [Fact]
    public async Task Small_ones_stay_in_their_messages()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var server = Start(peer);
        await using var client = Start(peer, options => options.StoreArguments = true);
        await server.ServeAsync(new TestEndpoint(), cancel: Limit);

        (await client.Client().CallAsync<string>("echo", Echo("small"), Limit)).ShouldBe("small");

        var (request, reply) = Exchange(peer);
        request.GetProperty("request").GetProperty("args").GetProperty("data").GetString().ShouldBe("small");
        reply.GetProperty("response").GetString().ShouldBe("small");
    }

    [Theory]
    [InlineData("without a store")]
    [InlineData("with another store")]
    [InlineData("that does not want it")]
    public async Task A_caller_that_does_not_accept_it_gets_an_ordinary_result(string caller)
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var server = Start(peer);
        await using var client = Start(peer, options => options.StoreResults = caller != "that does not want it");
        client.Transport.PayloadStore = caller switch
        {
            "without a store" => null,
            "with another store" => new MemoryPayloadStore { Id = "another" },
            _ => _store,
        };
        await server.ServeAsync(new TestEndpoint(), cancel: Limit);

        (await client.Client().CallAsync<string>("echo", Echo(Large), Limit)).ShouldBe(Large);

        _store.Contents.ShouldBeEmpty();
        Exchange(peer).Reply.GetProperty("response").GetString().ShouldBe(Large);
    }

    [Fact]
    public async Task A_full_store_changes_nothing_but_the_messages()
    {
        _store.IsFull = true;
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var server = Start(peer);
        await using var client = Start(peer, options => options.StoreArguments = true);
        await server.ServeAsync(new TestEndpoint(), cancel: Limit);

        (await client.Client().CallAsync<string>("echo", Echo(Large), Limit)).ShouldBe(Large);
    }

    [Fact]
    public async Task Casts_and_fanouts_are_stored_and_a_cast_that_was_not_sent_leaves_nothing()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var server = Start(peer);
        await using var client = Start(peer);
        var endpoint = new TestEndpoint();
        await server.ServeAsync(endpoint, cancel: Limit);
        var storing = client.Client().Prepare(storeArguments: true);

        await storing.CastAsync("echo", Echo(Large), Limit);
        await storing.FanoutAsync("echo", Echo(Large), Limit);
        (await endpoint.Requests.ReachAsync<string>(2, cancel: Limit)).ShouldBe([Large, Large]);

        _store.Contents.Count.ShouldBe(2);
        await Should.ThrowAsync<MessageDeliveryException>(
            client.Client("nobody", retry: 0).Prepare(storeArguments: true).CastAsync("echo", Echo(Large), Limit));
        _store.Contents.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_server_without_the_store_refuses_stored_arguments_as_wrong_arguments()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var server = Start(peer);
        await using var client = Start(peer, options => options.StoreArguments = true);
        client.Transport.PayloadStore = new MemoryPayloadStore { Id = "another" };
        await server.ServeAsync(new TestEndpoint(), cancel: Limit);

        var failure = await Should.ThrowAsync<ArgumentException>(client.Client().CallAsync<string>("echo", Echo(Large), Limit));

        failure.Message.ShouldContain("echo() arguments cannot be read: The payload is in the store another");
    }

    [Theory]
    [InlineData("""{"store":"memory","name":"a0123456789abcdef0123456789abcdef","length":5000,"sha256":"0000000000000000000000000000000000000000000000000000000000000000"}""", "was not found")]
    [InlineData("""{"store":"memory","name":"../../../etc/passwd","length":5000,"sha256":"0000000000000000000000000000000000000000000000000000000000000000"}""", "malformed")]
    [InlineData("""{"store":"memory","name":"r0123456789abcdef0123456789abcdef","length":5000,"sha256":"0000000000000000000000000000000000000000000000000000000000000000"}""", "another use")]
    [InlineData("""{"store":"memory","name":"a0123456789abcdef0123456789abcdef","length":2147483647,"sha256":"0000000000000000000000000000000000000000000000000000000000000000"}""", "at most")]
    [InlineData("""[[[[]]]]""", "malformed")]
    public async Task A_strangers_reference_is_an_error_of_the_caller_and_the_server_goes_on(string reference, string reason)
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var server = Start(peer);
        await using var stranger = Start(peer);
        stranger.Transport.PayloadStore = null;
        var endpoint = new TestEndpoint();
        await server.ServeAsync(endpoint, cancel: Limit);
        var arguments = JsonElement.Parse($$"""{"amqp1.claim":{{reference}}}""");

        (await Should.ThrowAsync<ArgumentException>(stranger.Client().CallAsync<string>("echo", arguments, Limit))).Message.ShouldContain(reason);

        (await stranger.Client().CallAsync<string>("echo", Echo("next"), Limit)).ShouldBe("next");
        endpoint.Requests.All<string>().ShouldBe(["next"]);
    }

    [Theory]
    [InlineData("""{"store":"memory","name":"r0123456789abcdef0123456789abcdef","length":5000,"sha256":"0000000000000000000000000000000000000000000000000000000000000000"}""", "was not found")]
    [InlineData("""{"store":"memory","name":"n0123456789abcdef0123456789abcdef","length":5000,"sha256":"0000000000000000000000000000000000000000000000000000000000000000"}""", "another use")]
    [InlineData("""{"store":"memory"}""", "malformed")]
    public async Task A_strangers_reference_as_a_result_is_an_error_of_the_call(string reference, string reason)
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var stranger = Start(peer);
        stranger.Transport.PayloadStore = null;
        await using var client = Start(peer);
        await stranger.ServeAsync(new TestEndpoint((invocation, _) =>
        {
            invocation.SetResult(JsonElement.Parse($$"""{"amqp1.claim":{{reference}}}"""));
            return Task.FromResult(TestEndpoint.NoResult);
        }), cancel: Limit);

        var failure = await Should.ThrowAsync<MessagingException>(client.Client().CallAsync<string>("echo", Echo("x"), Limit));

        failure.Message.ShouldContain("The result of echo cannot be read");
        failure.Message.ShouldContain(reason);
    }

    [Fact]
    public async Task A_store_that_fails_is_an_error_of_the_server()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var server = Start(peer);
        await using var client = Start(peer, options => options.StoreArguments = true);
        await server.ServeAsync(new TestEndpoint(), cancel: Limit);
        var calls = 0;
        _store.Before = _ => ++calls == 1 ? Task.CompletedTask : throw new IOException("/secret/path");

        var failure = await Should.ThrowAsync<RemoteErrorException>(client.Client().CallAsync<string>("echo", Echo(Large), Limit));

        failure.RemoteMessage.ShouldBe("The payload store could not be read.");
    }

    private static (JsonElement Request, JsonElement Reply) Exchange(ScriptedPeer peer) => (
        JsonElement.Parse(peer.Transfers(transfer => transfer.Body.Contains("\"request\"", StringComparison.Ordinal)).ShouldHaveSingleItem().Body),
        JsonElement.Parse(peer.Transfers(transfer => transfer.Body.Contains("\"response\"", StringComparison.Ordinal)).ShouldHaveSingleItem().Body));

    private Driver Start(ScriptedPeer peer, Action<ClaimCheckOptions>? change = null)
    {
        var driver = Driver.Start(peer, options =>
        {
            options.ClaimCheck.Threshold = 4096;
            change?.Invoke(options.ClaimCheck);
        });
        driver.Transport.PayloadStore = _store;
        return driver;
    }
}
