using System.Text.Json;

namespace Amqp1.Rpc;

/// <summary>A shared exception type whose only data is its text.</summary>
internal sealed class SharedException<TException>(Func<RemoteErrorException, TException> create) : SharedException(typeof(TException))
    where TException : Exception
{
    /// <inheritdoc />
    public override ReadOnlyMemory<byte> Write(Exception exception, JsonSerializerOptions json) => default;

    /// <inheritdoc />
    public override Exception Create(RemoteErrorException error, JsonSerializerOptions json) => create(error);
}
