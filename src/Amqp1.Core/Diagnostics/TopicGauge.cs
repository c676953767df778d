namespace Amqp1.Diagnostics;

/// <summary>What one receiving link holds.</summary>
/// <param name="Topic">Its topic, that of notifications with the priority.</param>
/// <param name="Credit">Messages that may still come.</param>
/// <param name="Unsettled">Messages that have come and are not settled.</param>
internal readonly record struct TopicGauge(string Topic, int Credit, int Unsettled);
