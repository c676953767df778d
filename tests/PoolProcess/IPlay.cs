namespace Amqp1.PoolProcess;

/// <summary>The service or router that the process runs.</summary>
internal interface IPlay : IDisposable
{
    /// <summary>Returns when it runs and has written how to reach it.</summary>
    void Start();
}
