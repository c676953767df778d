namespace Amqp1.Broker.Nodes.Management;

/// <summary>The status codes of responses, which the AMQP management draft takes from HTTP.</summary>
internal static class ManagementStatus
{
    public const int Ok = 200;
    public const int Created = 201;
    public const int NoContent = 204;
    public const int BadRequest = 400;
    public const int Forbidden = 403;
    public const int NotFound = 404;
    public const int Conflict = 409;
    public const int TooLarge = 413;
    public const int InternalError = 500;
    public const int NotImplemented = 501;
}
