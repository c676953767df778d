namespace Amqp1.Rpc;

/// <summary>
/// The exception that is thrown when no endpoint can handle a request. Its error class tells the caller the reason
/// (docs/spec/messages.md#exceptions).
/// </summary>
internal sealed class DispatchException : MessagingException, IErrorType
{
    public const string Module = "oslo_messaging.rpc.dispatcher";
    public const string NoMethod = "NoSuchMethod";
    public const string NoVersion = "UnsupportedVersion";

    private DispatchException(string errorClass, string message)
        : base(message) => ErrorClass = errorClass;

    public string ErrorClass { get; }

    /// <inheritdoc />
    string IErrorType.ErrorType => ErrorClass;

    public static DispatchException NoSuchMethod(string method) =>
        new(NoMethod, $"Endpoint does not support RPC method {PeerText.Clean(method)}");

    public static DispatchException UnsupportedVersion(string? version, string method) =>
        new(NoVersion, $"Endpoint does not support RPC version {PeerText.Clean(version)}. Attempted method: {PeerText.Clean(method)}");
}
