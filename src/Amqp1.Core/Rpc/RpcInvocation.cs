using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Dialects;
using Amqp1.Json;

namespace Amqp1.Rpc;

/// <summary>A request that an endpoint handles: the arguments as JSON, and the result. Not thread-safe.</summary>
public sealed class RpcInvocation
{
    private readonly RequestCancellation _cancellation;

    internal RpcInvocation(RpcContext context, ReadOnlyMemory<byte> arguments, JsonSerializerOptions json, RequestCancellation cancellation)
    {
        Context = context;
        Arguments = arguments;
        Json = json;
        _cancellation = cancellation;
    }

    /// <summary>Describes the request.</summary>
    public RpcContext Context { get; }

    /// <summary>The arguments, a JSON object in UTF-8. Valid until the method has completed; the memory is reused after that.</summary>
    public ReadOnlyMemory<byte> Arguments { get; internal set; }

    /// <summary>The JSON settings.</summary>
    public JsonSerializerOptions Json { get; }

    /// <summary>A token that is cancelled when the caller's deadline passes, or when the server stops and no longer waits.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>The result, a JSON value.</summary>
    internal JsonText Result { get; set; } = ResultContent.Null;

    /// <summary>Sets the result of the method and serializes it immediately. Throws the exceptions of the serializer.</summary>
    public void SetResult<T>(T result) => SetResult(result, (JsonTypeInfo<T>)Json.GetTypeInfo(typeof(T)));

    /// <summary>Sets the result like <see cref="SetResult{T}(T)"/>, with the given metadata of the type.</summary>
    public void SetResult<T>(T result, JsonTypeInfo<T> json)
    {
        if (!Context.ExpectsReply)
        {
            return;
        }

        var scratch = JsonScratch.Rent();
        JsonSerializer.Serialize(scratch.Writer, result, json);
        Result = scratch.Finish();
    }

    /// <summary>Waits for the result and sets it. Throws the exceptions of the task and of the serializer.</summary>
    public async ValueTask SetResultAsync<T>(Task<T> result, JsonTypeInfo<T> json) => SetResult(await result.ConfigureAwait(false), json);

    /// <summary>
    /// Sends the items of a stream to the caller as they are made, or as a list if the caller does not read streams. Completes when the caller
    /// has taken them. Throws the exceptions of the sequence and of the serializer.
    /// </summary>
    /// <exception cref="InvalidOperationException">The caller does not read streams, and the list is larger than 16 MiB.</exception>
    /// <exception cref="MessagingException">The stream was interrupted.</exception>
    public async ValueTask SetResultAsync<T>(IAsyncEnumerable<T> items, JsonTypeInfo<T> json)
    {
        if (_cancellation.Stream is { } stream)
        {
            Result = PartContent.NoItems;
            await stream.SendAsync(items, json).ConfigureAwait(false);
        }
        else if (Context.ExpectsReply)
        {
            Result = await ReplyList.CollectAsync(items, json, Cancellation).ConfigureAwait(false);
        }
        else
        {
            await foreach (var item in items.WithCancellation(Cancellation).ConfigureAwait(false))
            {
                _ = item;
            }
        }
    }

    /// <summary>Sets the result like <see cref="SetResultAsync{T}(Task{T}, JsonTypeInfo{T})"/>.</summary>
    public async ValueTask SetResultAsync<T>(ValueTask<T> result, JsonTypeInfo<T> json) => SetResult(await result.ConfigureAwait(false), json);
}
