using Amqp1.Configuration;
using Amqp1.Conformance.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>
/// Tests of the behaviours that clients and servers can expect of each other through any intermediary. The numbers are those of
/// docs/internals/conformance.md. Each part of this class holds the tests of one subject, and each subclass names an intermediary.
/// </summary>
public abstract partial class ConformanceTests : IAsyncDisposable
{
    private const string NotAmqp1Format = "The raw peer knows the addresses and messages of oslo's AMQP 1.0 driver only.";
    private const string NamesQueuesByTopic = "Queues of oslo's rabbit driver are named by the topic alone, so that services of one topic share a queue whatever their exchange.";
    private const string HasNoPreSettled = "The option pre_settled belongs to oslo's AMQP 1.0 driver.";
    private const string StoresMessages = "A broker stores messages, so that their sender cannot know whether anybody will consume them.";
    private const string AnswersItself = "A broker settles a message when it has stored it, whatever becomes of it.";

    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Stack<IAsyncDisposable> _made = new();
    private readonly ConformanceFixture _fixture;

    private protected ConformanceTests(ConformanceFixture fixture)
    {
        _fixture = fixture;
        _limit.CancelAfter(TimeSpan.FromSeconds(60));
    }

    /// <summary>A topic that only this test uses.</summary>
    private string Topic { get; } = $"conformance-{Guid.NewGuid():N}";

    /// <summary>A token that fires when a test has waited too long.</summary>
    private CancellationToken Limit => _limit.Token;

    private bool SettlesEndToEnd => _fixture.Intermediary.SettlesEndToEnd;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        while (_made.TryPop(out var made))
        {
            await made.DisposeAsync();
        }

        _limit.Dispose();
        GC.SuppressFinalize(this);
    }

    private bool StoresNotifications => _fixture.Intermediary.StoresNotifications;

    private static object Echo(string data) => new { data };

    private static TestEndpoint Answering(string name) => new((_, _) => Task.FromResult(name));

    private async Task<Participant> ConnectAsync(Action<Amqp1Options>? configure = null, string? vhost = null, string query = "") =>
        await ConnectToAsync(await _fixture.UrlAsync(Limit), configure, vhost, query);

    /// <summary>Connects to a URL that leads to the intermediary.</summary>
    private async Task<Participant> ConnectToAsync(string url, Action<Amqp1Options>? configure = null, string? vhost = null, string query = "")
    {
        var syntax = _fixture.Intermediary.AddressingMode is { } mode ? $"&addressing_mode={mode}" : "";
        // The query of a URL holds options of the driver of the URL.
        var options = _fixture.Intermediary.UsesAmqp1Format ? $"?trace=0{syntax}{query}" : query.Length > 0 ? $"?{query[1..]}" : "";
        return Keep(await Participant.ConnectAsync($"{url}/{vhost}{options}", Limit, configure));
    }

    private async Task<RawPeer> ConnectRawAsync()
    {
        Assert.SkipUnless(_fixture.Intermediary.UsesAmqp1Format, NotAmqp1Format);
        return Keep(await RawPeer.ConnectAsync(await _fixture.UrlAsync(Limit)));
    }

    private T Keep<T>(T made)
        where T : IAsyncDisposable
    {
        _made.Push(made);
        return made;
    }
}
