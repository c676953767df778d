using System.Text.Json;
using Amqp1.Conformance.Tests.Harness;
using Amqp1.Notifications;
using Amqp1.Payloads;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests of payloads that go around the bus, in a directory that both sides share.</summary>
public abstract class ClaimCheckConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private static readonly string Large = string.Concat(Enumerable.Range(0, 60_000).Select(number => $"{number} "));

    [Fact]
    [Trait("Conformance", "81")]
    public async Task Large_arguments_results_and_payloads_go_around_the_bus()
    {
        using var files = new TestFiles();
        var (here, there) = (await ConnectAsync(files), await ConnectAsync(files));
        var endpoint = new TestEndpoint((_, data) => Task.FromResult(data + "!"));
        var stored = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await there.ServeAsync(endpoint, Topic, Limit);
        var listener = new TestListener(Topic + "-news", _ =>
        {
            stored.TrySetResult(Directory.GetFiles(files.PathOf("payloads"), "n*").Length);
            return NotificationResult.Handled;
        });
        await there.ListenAsync(listener, Limit);

        (await here.Client(Topic).Prepare(storeArguments: true).CallAsync<string>("echo", Echo(Large), Limit)).ShouldBe(Large + "!");
        await here.Notifier(Topic + "-news").InfoAsync("created", new { text = Large }, cancel: Limit);

        (await listener.Received.FirstAsync<string>(cancel: Limit)).ShouldContain(Large);
        (await stored.Task.WaitAsync(Limit)).ShouldBe(1);
        // What a call has stored is removed when it has ended; the notification expires.
        Directory.GetFiles(files.PathOf("payloads"), "?*").Select(file => Path.GetFileName(file)[0]).ShouldBe(['n', 's'], ignoreOrder: true);
    }

    [Fact]
    [Trait("Conformance", "81")]
    public async Task A_caller_without_the_store_gets_ordinary_results()
    {
        using var files = new TestFiles();
        var (here, there) = (await ConnectAsync(), await ConnectAsync(files));
        await there.ServeAsync(new TestEndpoint(), Topic, Limit);

        (await here.Client(Topic).CallAsync<string>("echo", Echo(Large), Limit)).ShouldBe(Large);

        Directory.GetFiles(files.PathOf("payloads")).Length.ShouldBe(1);
    }

    [Fact]
    [Trait("Conformance", "82")]
    public async Task A_reference_to_nothing_is_refused_and_what_follows_is_served()
    {
        using var files = new TestFiles();
        var (stranger, there) = (await ConnectAsync(options => options.Notifications.Retry = 0), await ConnectAsync(files));
        await there.ServeAsync(new TestEndpoint(), Topic, Limit);
        var listener = new TestListener(Topic + "-news");
        await there.ListenAsync(listener, Limit);
        JsonElement Reference(char kind) => JsonElement.Parse(
            $$$"""{"amqp1.claim":{"store":"{{{there.Transport.PayloadStore!.Id}}}","name":"{{{kind}}}{{{new string('0', 32)}}}","length":5,"sha256":"{{{new string('0', 64)}}}"}}""");

        (await Should.ThrowAsync<ArgumentException>(stranger.Client(Topic).CallAsync<string>("echo", Reference('a'), Limit))).Message.ShouldContain("was not found");
        (await stranger.Client(Topic).CallAsync<string>("echo", Echo("next"), Limit)).ShouldBe("next");

        var sending = stranger.Notifier(Topic + "-news").InfoAsync("stranger", Reference('n'), cancel: Limit);
        if (StoresNotifications)
        {
            await sending;
        }
        else
        {
            await Should.ThrowAsync<MessageDeliveryException>(sending);
        }

        await stranger.Notifier(Topic + "-news").InfoAsync("next", null, cancel: Limit);
        (await listener.Received.FirstAsync<string>(cancel: Limit)).ShouldStartWith("Info next");
    }

    private async Task<Participant> ConnectAsync(TestFiles files)
    {
        var participant = await ConnectAsync(options => options.ClaimCheck.StoreNotifications = true);
        participant.Transport.PayloadStore = Keep(new KeptStore(files.PathOf("payloads"))).Store;
        return participant;
    }

    /// <summary>A store that is disposed at the end of the test.</summary>
    private sealed class KeptStore(string directory) : IAsyncDisposable
    {
        public FilePayloadStore Store { get; } = new(directory);

        public ValueTask DisposeAsync()
        {
            Store.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
