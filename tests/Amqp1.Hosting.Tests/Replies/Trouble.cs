using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Tests.Replies;

/// <summary>One way in which a request can go wrong, and the reply that its caller gets.</summary>
/// <param name="Request">The body of the request.</param>
/// <param name="Answer">The class of the failure, or the result as JSON; null if there is no reply because the deadline passed.</param>
internal sealed record Trouble(string Request, string? Answer)
{
    /// <summary>True if the request cannot be read. Then a call is answered and a cast is rejected.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>A part of the failure's text.</summary>
    public string Text { get; init; } = "";

    public uint? TimeToLive { get; init; }

    /// <summary>True if the request has a message-id. Without it, a reply is not possible.</summary>
    public bool HasId { get; init; } = true;

    public Action<IAmqp1MessagingBuilder> Configure { get; init; } = static _ => { };

    /// <summary>The events at which logging fails.</summary>
    public Func<int, bool> LoggerFailsAt { get; init; } = static _ => false;

    /// <summary>Starts the listener that is active while the server runs.</summary>
    public Func<IDisposable?> Watch { get; init; } = static () => null;

    /// <summary>Creates a request that cannot be read.</summary>
    public static Trouble Unreadable(string request, string answer, string text) => new(request, answer) { IsUnreadable = true, Text = text };

    /// <summary>Creates a call of a method with the version that is served.</summary>
    public static Trouble Of(string method, string? answer, string text = "", string arguments = "{}") =>
        new($$$"""{"request":{"method":"{{{method}}}","args":{{{arguments}}},"version":"1.3"},"context":{}}""", answer) { Text = text };
}
