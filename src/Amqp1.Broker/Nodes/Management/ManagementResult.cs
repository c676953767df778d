using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Nodes.Management;

/// <summary>The result of an operation.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Description">The description of the status, one sentence.</param>
/// <param name="Body">Writes the body, which is one value; null for an empty map.</param>
internal sealed record ManagementResult(int Status, string Description, Action<FrameBuilder>? Body = null)
{
    public static ManagementResult NoContent { get; } = new(ManagementStatus.NoContent, "No Content");

    public static ManagementResult Ok(Action<FrameBuilder> body) => new(ManagementStatus.Ok, "OK", body);

    public static ManagementResult Created(Action<FrameBuilder> body) => new(ManagementStatus.Created, "Created", body);

    public static ManagementResult BadRequest(string description) => new(ManagementStatus.BadRequest, description);

    public static ManagementResult Forbidden(string description) => new(ManagementStatus.Forbidden, description);

    public static ManagementResult NotFound(string description) => new(ManagementStatus.NotFound, description);

    public static ManagementResult Conflict(string description) => new(ManagementStatus.Conflict, description);

    public static ManagementResult TooLarge(string description) => new(ManagementStatus.TooLarge, description);

    public static ManagementResult NotImplemented(string description) => new(ManagementStatus.NotImplemented, description);
}
