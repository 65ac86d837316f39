/** Path at the sensor host that answers whoever reaches it ("Test connectivity"; there with a full stop behind it that is not part of it). */
export const PING_PATH = '/tri/sensor/api/ping';
