namespace Pipeline.Local.Simulation.Scenario;

/// <summary>A browser or app as the userAgent object describes it.</summary>
internal sealed record Agent(string Raw, string Os, string Browser, string Device)
{
    public static readonly Agent[] Browsers =
    [
        new(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
                + "Safari/537.36",
            "Windows 10",
            "CHROME",
            "Computer"
        ),
        new(
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 "
                + "Safari/605.1.15",
            "Mac OS X",
            "SAFARI",
            "Computer"
        ),
        new("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Linux", "FIREFOX", "Computer"),
    ];

    public static readonly Agent[] Phones =
    [
        new(
            "D2DD7D3915.com.okta.android.auth/8.25.0 DeviceSDK/0.19.0 Android/16 Google/Pixel_9_Pro",
            "Android",
            "UNKNOWN",
            "Mobile"
        ),
        new(
            "B7F62B65BN.com.okta.mobile.auth/9.44.0 DeviceSDK/0.4.5 iOS/19.1 Apple/iPhone16,2",
            "iOS",
            "UNKNOWN",
            "Mobile"
        ),
    ];

    /// <summary>What the attackers use: an ordinary browser, another one than either victim's.</summary>
    public static readonly Agent Attacker = new(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Windows 10",
        "FIREFOX",
        "Computer"
    );
}
