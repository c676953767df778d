using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Clients;

/// <summary>The service behind <see cref="ISwitchboard"/>.</summary>
[RpcEndpoint("switchboard")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class Switchboard(Channel<string> heard)
{
    public string Connect(string firstName, int extension) => $"{firstName} at {extension}";

    public int? Find(string? name) => name?.Length;

    public string? Missing() => null;

    public string WhoCalled(RpcContext context) => context.Context.Json.GetProperty("user").GetString()!;

    public string Where(RpcContext context) => context.Address;

    public async IAsyncEnumerable<string> SpellAsync(string word, int? failAt = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (i == failAt)
            {
                throw new KeyNotFoundException(word[i..]);
            }

            await Task.Yield();
            cancel.ThrowIfCancellationRequested();
            yield return word[i..(i + 1)];
        }
    }

    public string[] Letters(string word) => [.. word.Select(letter => letter.ToString())];

    public ValueTask NoteAsync(string text, RpcContext context) => heard.Writer.WriteAsync($"{text} {context.ExpectsReply}");

    public ValueTask RingAsync(RpcContext context) => heard.Writer.WriteAsync($"ring {context.ExpectsReply}");

    /// <summary>
    /// Completes when the channel ends. A method that ended with its token could answer before the caller's own deadline.
    /// </summary>
    public Task HoldAsync() => heard.Reader.Completion;
}
