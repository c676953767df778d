namespace Amqp1.Docs.Tests;

/// <summary>A client interface that the settings of the documents name.</summary>
public interface IConductor;
