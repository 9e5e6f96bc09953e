namespace NanoClaw.Host.Orders;

/// <summary>What became of a message that may be an order.</summary>
internal enum OrderOutcome
{
    /// <summary>It is none, or not this chat's or person's to give.</summary>
    NotTaken,
    Done,

    /// <summary>Done, and chats that waited may go on.</summary>
    DoneAndFreed,
}
