using Amqp1.Configuration;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests.Harness;

/// <summary>
/// A test of a behaviour that clients and servers can expect of each other through any intermediary. The numbers of the tests are those of
/// docs/internals/conformance.md. Each subclass holds the tests of one subject. The tests of an intermediary are a class that lists the
/// subjects.
/// </summary>
public abstract class ConformanceTest : IAsyncDisposable
{
    private const string NotAmqp1Format = "The raw peer knows the addresses and messages of oslo's AMQP 1.0 driver only.";
    private protected const string NamesQueuesByTopic = "Queues of oslo's rabbit driver are named by the topic alone, so that services of one topic share a queue whatever their exchange.";
    private protected const string HasNoPreSettled = "The option pre_settled belongs to oslo's AMQP 1.0 driver.";
    private protected const string AnswersItself = "A broker settles a message when it has stored it, whatever becomes of it.";

    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Stack<IAsyncDisposable> _made = new();
    private readonly ConformanceFixture _fixture;

    private protected ConformanceTest(ConformanceFixture fixture)
    {
        _fixture = fixture;
        _limit.CancelAfter(TimeSpan.FromSeconds(60));
    }

    /// <summary>A topic that only this test uses.</summary>
    private protected string Topic { get; } = $"conformance-{Guid.NewGuid():N}";

    /// <summary>A token that fires when a test has waited too long.</summary>
    private protected CancellationToken Limit => _limit.Token;

    /// <summary>The intermediary of the test.</summary>
    private protected Intermediary Intermediary => _fixture.Intermediary;

    private protected bool SettlesEndToEnd => Intermediary.SettlesEndToEnd;

    private protected bool StoresNotifications => Intermediary.StoresNotifications;

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

    private protected static object Echo(string data) => new { data };

    private protected static TestEndpoint Answering(string name) => new((_, _) => Task.FromResult(name));

    /// <summary>
    /// Returns an endpoint that answers when the gate opens. If data are given, only requests with these data wait for the gate.
    /// </summary>
    private protected static TestEndpoint Waiting(TaskCompletionSource gate, string? only = null) => new(async (_, data) =>
    {
        if (only is null || data == only)
        {
            await gate.Task;
        }

        return data;
    });

    private protected async Task<Participant> ConnectAsync(Action<Amqp1Options>? configure = null, string? vhost = null, string query = "") =>
        await ConnectToAsync(await UrlAsync(), configure, vhost, query);

    /// <summary>Returns the URL of the intermediary. The test is skipped if the intermediary is not available.</summary>
    private protected Task<string> UrlAsync() => _fixture.UrlAsync(Limit);

    /// <summary>Gives a test that does much more than usual more time, from now on.</summary>
    private protected void ExtendLimit(TimeSpan time) => _limit.CancelAfter(time);

    /// <summary>Connects to a URL that leads to the intermediary.</summary>
    private protected async Task<Participant> ConnectToAsync(string url, Action<Amqp1Options>? configure = null, string? vhost = null, string query = "") =>
        Keep(await Participant.ConnectAsync(UrlOf(url, vhost, query), Limit, configure));

    /// <summary>Returns a URL that leads to the intermediary with the options of its driver.</summary>
    private protected string UrlOf(string url, string? vhost = null, string query = "")
    {
        var syntax = Intermediary.AddressingMode is { } mode ? $"&addressing_mode={mode}" : "";
        // The query of a URL holds options of the driver of the URL.
        var options = Intermediary.UsesAmqp1Format ? $"?trace=0{syntax}{query}" : query.Length > 0 ? $"?{query[1..]}" : "";
        return $"{url}/{vhost}{options}";
    }

    private protected async Task<RawPeer> ConnectRawAsync()
    {
        Assert.SkipUnless(Intermediary.UsesAmqp1Format, NotAmqp1Format);
        return Keep(await RawPeer.ConnectAsync(await UrlAsync()));
    }

    private protected T Keep<T>(T made)
        where T : IAsyncDisposable
    {
        _made.Push(made);
        return made;
    }
}
