namespace Amqp1;

/// <summary>
/// Marks an exception with which a filter refuses a message on purpose, for example because too many are being handled. It is not an error of
/// the method or handler, which has not run, so that it is reported without its stack trace.
/// </summary>
internal interface IRefusal;
