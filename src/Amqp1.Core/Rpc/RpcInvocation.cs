using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Wire;

namespace Amqp1.Rpc;

/// <summary>One request on its way through an endpoint: the arguments as JSON, and where the result goes. Not thread-safe.</summary>
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

    /// <summary>What is known of the request.</summary>
    public RpcContext Context { get; }

    /// <summary>The arguments: a JSON object in UTF-8.</summary>
    public ReadOnlyMemory<byte> Arguments { get; }

    /// <summary>How JSON is read and written.</summary>
    public JsonSerializerOptions Json { get; }

    /// <summary>Fires when the caller's deadline passes, or when the server stops and does not wait any longer.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    internal byte[] Reply { get; private set; } = ReplyWriter.Void;

    /// <summary>Sets the result of the method; it is written at once. Throws what the serializer throws.</summary>
    public void SetResult<T>(T result) => SetResult(result, (JsonTypeInfo<T>)Json.GetTypeInfo(typeof(T)));

    /// <summary>As <see cref="SetResult{T}(T)"/>, with the metadata of the type at hand.</summary>
    public void SetResult<T>(T result, JsonTypeInfo<T> json)
    {
        if (!Context.ExpectsReply)
        {
            return;
        }

        var scratch = JsonScratch.Rent();
        ReplyWriter.BeginResponse(scratch.Writer);
        JsonSerializer.Serialize(scratch.Writer, result, json);
        ReplyWriter.EndResponse(scratch.Writer);
        Reply = scratch.Finish();
    }

    /// <summary>Sets the result when it is there. Throws what the task throws, and what the serializer throws.</summary>
    public async ValueTask SetResultAsync<T>(Task<T> result, JsonTypeInfo<T> json) => SetResult(await result.ConfigureAwait(false), json);

    /// <summary>As <see cref="SetResultAsync{T}(Task{T}, JsonTypeInfo{T})"/>.</summary>
    public async ValueTask SetResultAsync<T>(ValueTask<T> result, JsonTypeInfo<T> json) => SetResult(await result.ConfigureAwait(false), json);
}
